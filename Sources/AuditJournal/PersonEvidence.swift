/// The answer to whether anything of a person was purged, when, and whether it was held.
public struct PersonEvidence: Sendable {
  /// The batches with rows about the person, the first first.
  public let batches: [PersonBatch]
  /// How many batches were asked.
  public let asked: Int
  /// The entries of intents of version 1, which do not say whom their rows were about: of them nothing is known.
  public let unasked: [Int]
  /// The holds on the person, the first first.
  public let holds: [PersonHold]
  /// Holds whose entry does not say whom they are on: of them nothing is known here.
  public let unreadHolds: [Int]
}
