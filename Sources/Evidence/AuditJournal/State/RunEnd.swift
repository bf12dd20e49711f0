package import CivilTime
internal import JSONText
package import Words

/// How a run ended, as its last entry has it.
package struct RunEnd: Sendable, Hashable {
  package let run: RunName
  /// The entry.
  package let entry: Int
  package let time: Instant
  /// Nil for an ending that this program does not know.
  package let ending: RunEnding?
  /// Records that were changed.
  package let changed: Int
  /// Records past their last stage that no hold keeps, as far as the run could count them.
  package let overdue: Int
  /// How many of them neither dependents nor others' locks explain.
  package let unexplained: Int
  /// Record sets that the run left out.
  package let refused: [RecordSetName]
  /// Record sets of which nobody could tell what is overdue.
  package let unmeasured: [RecordSetName]

  package var isSuccess: Bool { ending == .complete }

  /// Nil for an entry that ends no run.
  init?(_ entry: JournalEntry) {
    guard entry.type == .runEnded, let run = entry.data["run"]?.stringValue.map(RunName.init) else {
      return nil
    }
    func names(_ value: JSONValue?) -> [RecordSetName] { (value?.stringList ?? []).map(RecordSetName.init) }
    self.run = run
    self.entry = entry.index
    time = entry.time
    ending = entry.data["status"]?.stringValue.flatMap(RunEnding.init(journalWord:))
    changed = (entry.data["changed"]?.arrayValue ?? []).reduce(0) {
      $0.addingClamped($1["count"]?.integerValue ?? 0)
    }
    let left = (entry.data["left"]?.arrayValue ?? []).compactMap(LeftLine.init)
    func sum(_ count: (LeftLine) -> Int) -> Int { left.reduce(0) { $0.addingClamped(count($1)) } }
    overdue = max(0, sum(\.overdue) - sum(\.held))
    unexplained = max(0, overdue - sum(\.blocked) - sum(\.locked))
    refused = (entry.data["refused"]?.arrayValue ?? []).compactMap {
      $0["recordSet"]?.stringValue.map(RecordSetName.init)
    }
    unmeasured = names(entry.data["unmeasured"])
  }
}

extension Int {
  /// The sum, or the largest number there is: an entry that somebody forged must not end the program.
  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }
}

extension AuditJournal {
  /// How many runs back a success is looked for: a year of nights.
  private static let runsLookedAt = 400

  /// How the last run ended; nil if none did.
  package func lastEndedRun() throws -> RunEnd? { try lastEntry(ofType: .runEnded).flatMap(RunEnd.init) }

  /// How the last run ended that left nothing behind; nil if none of the last 400 was one.
  package func lastSuccess() throws -> RunEnd? {
    var end = Int.max
    for _ in 0..<Self.runsLookedAt {
      guard let entry = try lastEntry(ofType: .runEnded, before: end) else { return nil }
      if let run = RunEnd(entry), run.isSuccess { return run }
      end = entry.index
    }
    return nil
  }

  /// Why a run was refused before its first row, if that came after the last one that ended; nil otherwise.
  package func lastRefusal() throws -> String? {
    let ended = try lastEntry(ofType: .runEnded)?.index ?? -1
    return try lastEntry(ofType: .refusal, after: ended)?.data["detail"]?.stringValue
  }
}
