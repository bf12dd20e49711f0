package import CivilTime

/// One hold on a person, from the entries: it may be over.
package struct PersonHold: Hashable, Sendable {
  package let id: Int
  package let reference: String
  package let placed: Moment
  /// Nil while it is in force.
  package let lifted: Moment?

  /// An entry, and its time.
  package struct Moment: Hashable, Sendable {
    package let entry: Int
    package let time: Instant
  }

  /// Tells if it was in force when an entry was written.
  package func wasInForce(at entry: Int) -> Bool {
    placed.entry < entry && (lifted.map { entry < $0.entry } ?? true)
  }
}
