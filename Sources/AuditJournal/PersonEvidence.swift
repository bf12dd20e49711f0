/// The answer to whether anything of a person was purged, when, and whether it was held.
public struct PersonEvidence: Sendable {
  /// The batches with rows about the person, the first first.
  public let batches: [PersonBatch]
  /// How many batches were asked.
  public let asked: Int
  /// The entries of intents of version 1, which do not say whom their rows were about: of them nothing is known.
  public let unasked: [Int]
  /// How many rows of each record set's batches name nobody: this person may be among them.
  public let nameless: [String: Int]
  /// The holds on the person, the first first.
  public let holds: [PersonHold]
  /// The holds on people whom the journal no longer has, by number: nobody can tell whether this person was among them.
  public let unreadHolds: [Int]
  /// How many batches were made under another evidence key, by its id: nobody can ask them without it.
  public let underOtherKeys: [String: Int]
}
