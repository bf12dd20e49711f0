internal import AuditJournal
internal import JSONText

extension FileOutcome {
  /// For the reports of runs.
  var jsonValue: JSONValue {
    .object(
      ["removed": .integer(removed), "missing": .integer(missing), "left": .integer(left.count)].merging(
        remarks.mapValues(JSONValue.integer)
      ) { first, _ in first })
  }
}
