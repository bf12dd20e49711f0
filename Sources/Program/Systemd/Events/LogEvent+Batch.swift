package import Words

extension LogEvent {
  /// A batch is committed, and its intent durable.
  package static func batchCommitted(_ batch: CommittedBatch) -> LogEvent {
    LogEvent(
      "batch-committed", id: "3c6f2963d36e4aa48f08e364040c489e", .info,
      [
        (.batch, batch.batch.rawValue), (.rule, batch.rule.rawValue), (.recordSet, batch.recordSet.rawValue),
        (.store, batch.store.rawValue),
        (.action, batch.action.rawValue), (.count, "\(batch.count)"), (.dependents, "\(batch.dependents)"),
        (.seconds, LogText.seconds(batch.seconds)),
      ],
      "\(batch.recordSet): \(batch.action.rawValue)d \(LogText.counted(batch.count, "row"))"
        + (batch.dependents > 0 ? " with \(LogText.counted(batch.dependents, "dependent"))" : "")
        + (batch.withoutReference > 0
          ? " and took its reference from \(LogText.counted(batch.withoutReference, "row"))" : "")
        + " under \(batch.rule) in \(LogText.seconds(batch.seconds)) s")
  }

  /// A batch that a crash left open was settled, and this is what became of it.
  package static func batchRecovered(batch: BatchName, outcome: BatchOutcome) -> LogEvent {
    LogEvent(
      "batch-recovered", id: "22bec6ab09904863b70752d56370512e", .warning,
      [(.batch, batch.rawValue), (.verdict, outcome.word)],
      "batch \(batch), left open by a crash, is settled: \(outcome.word)")
  }

  /// A batch was rolled back and is tried again.
  package static func batchRetried(recordSet: RecordSetName, rule: RuleID, rows: Int, reason: String)
    -> LogEvent
  {
    LogEvent(
      "batch-retried", id: "762e7cdd5f6d48938dd339be39a12235", .notice,
      [(.recordSet, recordSet.rawValue), (.rule, rule.rawValue), (.count, "\(rows)"), (.reason, reason)],
      "\(recordSet): a batch of \(LogText.counted(rows, "row")) under \(rule) was rolled back and is tried again: \(reason)"
    )
  }

  /// Rows cannot be changed, for one reason, and were left; which ones is not logged.
  package static func rowSetAside(recordSet: RecordSetName, rule: RuleID, count: Int, reason: String)
    -> LogEvent
  {
    LogEvent(
      "row-set-aside", id: "2decee5cd93541fb9caf7927b3504e15", .warning,
      [
        (.recordSet, recordSet.rawValue), (.rule, rule.rawValue), (.count, "\(count)"), (.reason, reason),
      ],
      "\(recordSet): \(count == 1 ? "a row" : "\(count) rows") under \(rule) set aside: \(reason)")
  }

  /// Due rows were left because fewer than `k` were alike.
  package static func rowsTooFew(recordSet: RecordSetName, rule: RuleID, count: Int, k: Int) -> LogEvent {
    LogEvent(
      "rows-too-few", id: "43f5a066e92e456f819a5887cf8a4a77", .warning,
      [
        (.recordSet, recordSet.rawValue), (.rule, rule.rawValue), (.count, "\(count)"),
        (.reason, "fewer than \(k) alike"),
      ],
      "\(recordSet): \(LogText.counted(count, "row")) under \(rule) in classes of fewer than \(k) left as they were"
    )
  }

  /// Due rows were left because others had them locked.
  package static func rowsLocked(recordSet: RecordSetName, rule: RuleID, count: Int) -> LogEvent {
    LogEvent(
      "rows-locked", id: "a478c9d4f2414fb7a437e1cf9e8f3b6b", .warning,
      [(.recordSet, recordSet.rawValue), (.rule, rule.rawValue), (.count, "\(count)")],
      "\(recordSet): \(LogText.counted(count, "row")) under \(rule) locked by others, and left until the next run"
    )
  }
}
