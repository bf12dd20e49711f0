package import CivilTime

/// A journal of which fewer anchors than required have seen what they should have.
package struct OverdueAnchors: Sendable, Hashable, CustomStringConvertible {
  /// The names of the anchors that are overdue.
  package let anchors: [String]
  /// The time of the oldest entry that one of them has not seen.
  package let since: Instant
  package let required: Int
  package let current: Int

  package var description: String {
    "\(current) of \(required) required anchors are current: \(anchors.joined(separator: ", ")) "
      + "\(anchors.count == 1 ? "has" : "have") not seen the journal since \(since.iso8601)"
  }
}
