package import CivilTime
package import Words

extension LogEvent {
  /// A run leaves a record set out.
  package static func recordSetRefused(recordSet: RecordSetName, store: StoreName, reason: String) -> LogEvent
  {
    LogEvent(
      "record-set-refused", id: "58e8095cc10a4b538fae4c8163da3140", .error,
      [(.recordSet, recordSet.rawValue), (.store, store.rawValue), (.reason, reason)],
      "record set \(recordSet) of store \(store) is left out: \(reason)")
  }

  /// The process died while it worked on a record set, `count` times in a row; 0 before a run has counted.
  package static func recordSetDied(recordSet: RecordSetName, count: Int, reason: String) -> LogEvent {
    LogEvent(
      "record-set-died", id: "05bc4e3ef8d443f79bb91e28287c1ec8", .critical,
      [(.recordSet, recordSet.rawValue), (.count, "\(count)"), (.reason, reason)],
      "a process of retentiond died while it worked on record set \(recordSet): \(reason)")
  }

  /// Rows are there, and not one of them can be judged.
  package static func recordSetUnjudged(recordSet: RecordSetName, store: StoreName, reason: String)
    -> LogEvent
  {
    LogEvent(
      "record-set-unjudged", id: "f56e80d86aa7dd9e38be2c0bd1bd12eb", .error,
      [(.recordSet, recordSet.rawValue), (.store, store.rawValue), (.reason, reason)],
      "record set \(recordSet) of store \(store) is unjudged: \(reason)")
  }

  /// Tells that many of a record set's rows cannot be judged, all for one reason.
  package static func rowsUnjudged(recordSet: RecordSetName, count: Int, rows: Int, reason: String)
    -> LogEvent
  {
    LogEvent(
      "rows-unjudged", id: "0b7e7b9c673829368add6256fcd09fe7", .warning,
      [(.recordSet, recordSet.rawValue), (.count, "\(count)"), (.rows, "\(rows)"), (.reason, reason)],
      "\(recordSet): \(reason)")
  }

  /// Rows past the ceiling of one rule while another keeps them.
  package static func conflict(recordSet: RecordSetName, rule: RuleID, count: Int) -> LogEvent {
    LogEvent(
      "conflict", id: "313454a7eccc40a8bf6c997b0116dbfc", .error,
      [(.recordSet, recordSet.rawValue), (.rule, rule.rawValue), (.count, "\(count)")],
      "\(recordSet): \(LogText.counted(count, "row")) past the ceiling of \(rule) and kept by another rule: nothing was done"
    )
  }

  /// Rows past their stage after a run, by a count of their own; `held` of them are kept by a hold.
  package static func overdue(
    recordSet: RecordSetName, rule: RuleID, count: Int, held: Int, oldest: CivilDate?, cause: String
  ) -> LogEvent {
    LogEvent(
      "overdue", id: "223953d22557407e8fd74b884ec4a79f",
      // What only holds keep is as it should be.
      held >= count ? .info : .warning,
      [
        (.recordSet, recordSet.rawValue), (.rule, rule.rawValue), (.count, "\(count)"), (.held, "\(held)"),
        (.cause, cause),
        (.oldest, oldest?.description),
      ],
      "\(recordSet): \(LogText.counted(count, "row")) overdue under \(rule) (\(cause); \(held) held"
        + (oldest.map { "; oldest \($0)" } ?? "") + ")")
  }

  /// A survey has counted the rows of a record set.
  package static func surveyMade(recordSet: RecordSetName, count: Int) -> LogEvent {
    LogEvent(
      "survey-made", id: "43e5c8fa0f264986befc087fdcd61044", .notice,
      [(.recordSet, recordSet.rawValue), (.count, "\(count)")],
      "surveyed \(recordSet): \(LogText.counted(count, "row"))")
  }

  /// What a survey says that somebody should look at.
  ///
  /// - Parameter recordSet: nil where it is said of all that were to be surveyed.
  package static func surveyFinding(recordSet: RecordSetName?, reason: String) -> LogEvent {
    let surveyed = recordSet?.rawValue ?? "all"
    return LogEvent(
      "survey-finding", id: "5bca20a64bbb49ebbd296a5e8002e45e", .warning,
      [(.recordSet, surveyed), (.reason, reason)], "the survey of \(surveyed) says: \(reason)")
  }
}
