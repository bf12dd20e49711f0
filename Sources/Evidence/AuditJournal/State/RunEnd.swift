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
  /// Why it was truncated, where nobody stopped its process.
  package let cause: TruncationCause?
  /// What was changed, stage by stage.
  package let lines: [RunLine]
  /// What was left, rule by rule; a rule that left nothing has no line.
  package let left: [LeftLine]
  /// What the rows of each record set came to.
  package let counts: [RecordSetCounts]
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
  package init?(_ entry: JournalEntry) {
    guard entry.type == .runEnded, let run = entry.data["run"]?.stringValue.map(RunName.init) else {
      return nil
    }
    func names(_ value: JSONValue?) -> [RecordSetName] { (value?.stringList ?? []).map(RecordSetName.init) }
    self.run = run
    self.entry = entry.index
    time = entry.time
    ending = entry.data["status"]?.stringValue.flatMap(RunEnding.init(journalWord:))
    cause = entry.data["cause"]?.stringValue.flatMap(TruncationCause.init(rawValue:))
    lines = (entry.data["changed"]?.arrayValue ?? []).compactMap(RunLine.init)
    counts = RecordSetCounts.ofRun(entry) ?? []
    changed = lines.reduce(0) { $0.addingClamped($1.count) }
    left = (entry.data["left"]?.arrayValue ?? []).compactMap(LeftLine.init)
    // Line by line: what is locked in one record set explains nothing of another.
    overdue = left.reduce(0) { $0.addingClamped($1.unheld) }
    unexplained = left.reduce(0) {
      $0.addingClamped(
        max(0, $1.unheld - min($1.unheld, max(0, $1.blocked)) - max(0, min($1.locked, $1.unheld))))
    }
    refused = (entry.data["refused"]?.arrayValue ?? []).compactMap {
      $0["recordSet"]?.stringValue.map(RecordSetName.init)
    }
    unmeasured = names(entry.data["unmeasured"])
  }
}

extension RunLine {
  fileprivate init?(_ data: JSONValue) {
    guard let recordSet = data["recordSet"]?.stringValue, let rule = data["rule"]?.stringValue,
      let action = data["action"]?.stringValue.flatMap(StageAction.init)
    else { return nil }
    self.init(
      recordSet: RecordSetName(recordSet), rule: RuleID(rule), action: action,
      count: max(0, data["count"]?.integerValue ?? 0))
  }
}

extension LeftLine {
  /// Those that no hold keeps.
  fileprivate var unheld: Int { max(0, overdue) - min(max(0, held), max(0, overdue)) }
}

extension Int {
  /// The sum of two numbers that are not negative, or the largest number there is: an entry that somebody forged must not end the program.
  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }
}

extension AuditJournal {
  /// How many runs back a success is looked for.
  private static let runsLookedAt = 60

  /// How the last run ended; nil if none did.
  package func lastEndedRun() throws -> RunEnd? { try lastEntry(ofType: .runEnded).flatMap(RunEnd.init) }

  /// How the last run ended that left nothing behind; nil if none of those that were looked at did.
  ///
  /// - Returns: also how many runs were looked at, 60 at most.
  package func lastSuccess() throws -> (run: RunEnd?, looked: Int) {
    var end = Int.max
    for looked in 0..<Self.runsLookedAt {
      guard let entry = try lastEntry(ofType: .runEnded, before: end) else { return (nil, looked) }
      if let run = RunEnd(entry), run.isSuccess { return (run, looked + 1) }
      end = entry.index
    }
    return (nil, Self.runsLookedAt)
  }

  /// Why a run was refused, or broken off, since the last one that ended; nil if none was.
  package func lastRefusal() throws -> String? {
    let (start, end) = (try lastEnd(), Int.max)
    var last = try lastEntry(ofType: .refusal, after: start, before: end)
    // A store's part of a run that the pace ended is no refusal of the run.
    while let entry = last, entry.data["code"]?.stringValue == Self.paceCode {
      last = try lastEntry(ofType: .refusal, after: start, before: entry.index)
    }
    return last?.data["detail"]?.stringValue
  }

  /// The code of a `refusal` that tells of a store whose pace let no batch begin any more.
  package static let paceCode = "pace"

  /// When a run began that has no end; nil if the last that began has one.
  package func unendedRun() throws -> Instant? { try lastEntry(ofType: .runStarted, after: lastEnd())?.time }

  private func lastEnd() throws -> Int { try lastEntry(ofType: .runEnded)?.index ?? -1 }
}
