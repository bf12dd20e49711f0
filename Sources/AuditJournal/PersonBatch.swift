public import CivilTime

/// What the journal says of one person: one batch with rows about the person.
public struct PersonBatch: Sendable {
  public let batch: String
  public let intent: BatchIntent
  /// The entry with the intent, and when it was made durable.
  public let prepared: (entry: Int, time: Instant)
  /// What became of the batch, where that stands, and when; nil while nothing says it.
  public let outcome: BatchEnd?
  /// Who agreed to the configuration last before the batch's run began, and the entry that says so.
  public let approval: (by: String, entry: Int)?
  /// The records first, in their order, and then the rows of dependents.
  public let places: [SubjectPlace]
}
