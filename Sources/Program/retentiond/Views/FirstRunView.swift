internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import RecordStores
internal import Words

/// What first runs changed, record by record: for a person at a terminal, and for nothing else.
enum FirstRunView {
  /// - Returns: one with an empty page if nothing waits.
  static func printout(of context: PurgeContext) throws -> Printout {
    let batches = try FirstRuns(context).batches()
    let rows = batches.flatMap { batch in
      (0..<batch.keys.count).map { place -> JSONValue in
        .object([
          "recordSet": .string(batch.intent.recordSet.rawValue),
          "action": .string(batch.intent.action.rawValue),
          "rule": .string(batch.intent.rule.rawValue), "batch": .string(batch.batch.rawValue),
          "key": JSONValue((batch.keys.values(at: place) ?? []).map(text)),
        ])
      }
    }
    let waits = try FirstRuns(context).waits().map { wait -> JSONValue in
      .object([
        "recordSet": .string(wait.recordSet.rawValue), "changed": .integer(wait.changed),
        "until": .string(wait.until.iso8601),
        "columns": JSONValue(FirstRuns(context).keyColumns(of: wait.recordSet)),
      ])
    }
    return Printout(
      page: try text(of: context), json: .object(["waits": .array(waits), "records": .array(rows)]),
      rows: rows,
      members: ["recordSet", "action", "rule", "batch", "key"])
  }

  /// - Returns: an empty text if nothing waits.
  static func text(of context: PurgeContext) throws -> String {
    let batches = try FirstRuns(context).batches()
    return try FirstRuns(context).waits().map { wait in
      let own = batches.filter { $0.intent.recordSet == wait.recordSet }
      let columns = FirstRuns(context).keyColumns(of: wait.recordSet).map(\.onOneLine).joined(separator: ", ")
      return
        (["First run of \(wait.recordSet): \(wait.changed) records, by \(columns)"]
        + own.flatMap(lines) + ["Without a word the first run after \(wait.until.iso8601) goes on."])
        .asPage
    }.joined(separator: "\n\n")
  }

  private static func lines(of batch: FirstRunBatch) -> [String] {
    (0..<batch.keys.count).map { place in
      let key = (batch.keys.values(at: place) ?? []).map(text).joined(separator: ", ")
      return "  \(batch.intent.action.rawValue)  \(batch.intent.rule)  \(batch.batch)  \(key)"
    }
  }

  private static func text(of value: ColumnValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    case .rawText(let bytes), .blob(let bytes):
      "0x" + Hexadecimal.encode(bytes)
    }
  }
}
