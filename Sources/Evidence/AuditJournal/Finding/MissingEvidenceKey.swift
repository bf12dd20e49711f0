/// An evidence key that batches were made under and that is not at hand: nobody can ask those batches of a record or a person.
package struct MissingEvidenceKey: Hashable, Sendable {
  /// Its name, as entries have it.
  package let id: String
  /// The entries of its turn.
  package let entries: Range<Int>
  package let batches: Int
  /// Tells if it was destroyed on purpose, as an entry says.
  package let isDestroyed: Bool
}
