/// What a run did, in numbers.
package struct RunCounts: Sendable, Hashable {
  package let changed: Int
  package let setAside: Int
  /// Record sets that were left out.
  package let refused: Int
  package let overdue: Int
  /// How many record sets there are of which nobody could tell what is overdue.
  package let unmeasured: Int
  package let seconds: Double

  package init(changed: Int, setAside: Int, refused: Int, overdue: Int, unmeasured: Int = 0, seconds: Double)
  {
    self.changed = changed
    self.setAside = setAside
    self.refused = refused
    self.overdue = overdue
    self.unmeasured = unmeasured
    self.seconds = seconds
  }
}
