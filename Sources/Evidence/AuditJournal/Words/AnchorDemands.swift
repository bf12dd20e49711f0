/// What a configuration demands of its anchors, for whoever verifies the journal by it.
package struct AnchorDemands: Hashable, Sendable {
  /// The anchors' names.
  package let anchors: [String]
  /// So many of them must have seen each entry in time.
  package let required: Int
  /// In time: so many seconds after the entry.
  package let within: Int

  package init(anchors: [String], required: Int, within: Int) {
    self.anchors = anchors
    self.required = required
    self.within = within
  }
}
