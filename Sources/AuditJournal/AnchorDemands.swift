/// What a configuration demands of its anchors, for whoever verifies the journal by it.
public struct AnchorDemands: Hashable, Sendable {
  /// The anchors' names.
  public let anchors: [String]
  /// So many of them must have seen each entry in time.
  public let required: Int
  /// In time: so many seconds after the entry.
  public let within: Int

  public init(anchors: [String], required: Int, within: Int) {
    self.anchors = anchors
    self.required = required
    self.within = within
  }
}
