/// An evidence key that batches were made under and that is not at hand: nobody can ask those batches of a record or a person.
public struct MissingEvidenceKey: Hashable, Sendable {
  /// Its name, as entries have it.
  public let id: String
  /// The entries of its turn.
  public let entries: Range<Int>
  public let batches: Int
  /// Tells if it was destroyed on purpose, as an entry says.
  public let isDestroyed: Bool
}
