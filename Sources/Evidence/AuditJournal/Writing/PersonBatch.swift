package import CivilTime
package import Words

/// What the journal says of one person: one batch with rows about the person.
package struct PersonBatch: Sendable {
  package let batch: BatchName
  package let intent: BatchIntent
  /// The entry with the intent, and when it was made durable.
  package let prepared: (entry: Int, time: Instant)
  /// What became of the batch, where that stands, and when; nil while nothing says it.
  package let outcome: BatchEnd?
  /// The person who agreed to the configuration last before the batch's run began, and the entry that says so.
  package let approval: (by: String, entry: Int)?
  /// The records first, in their order, and then the rows of dependents.
  package let places: [SubjectPlace]
}
