/// What a configuration demands of its anchors, for whoever verifies the journal by it.
package struct AnchorDemands: Hashable, Sendable {
  /// The anchors' names.
  package let anchors: [String]
  /// How many of them must have seen each entry in time.
  package let required: Int
  /// How many seconds after an entry are in time.
  package let within: Int

  package init(anchors: [String], required: Int, within: Int) {
    self.anchors = anchors
    self.required = required
    self.within = within
  }
}
