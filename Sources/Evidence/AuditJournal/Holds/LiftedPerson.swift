/// What became of one person when holds on some people of a list were lifted.
package enum LiftedPerson: Int, Comparable, Sendable {
  /// No hold of the case was on the person.
  case notHeld
  /// No hold of the case is on the person any more.
  case lifted
  /// A spelling stays held, because others of the list have it, too.
  case shared

  package static func < (left: LiftedPerson, right: LiftedPerson) -> Bool { left.rawValue < right.rawValue }
}
