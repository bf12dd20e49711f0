import JSONText
import TestNames
import Testing
import Words

@testable import AuditJournal

/// The words of outcomes, endings and actions in entries: others read them, so that they stay as they are.
@Suite struct WrittenWordsTests {
  private static let outcomes: [(BatchOutcome, String)] = [
    (.committed, "committed"), (.rolledBack(reason: "r"), "rolled-back"), (.notCommitted, "not-committed"),
    (
      .indeterminate(present: 1, changed: 20, absent: 300),
      "indeterminate: 1 present, 20 changed, 300 absent"
    ),
  ]

  @Test("An outcome has one word, which is read back", arguments: Self.outcomes)
  func outcome(outcome: BatchOutcome, word: String) {
    #expect(outcome.word == word)
    #expect(BatchOutcome(word: word, reason: "r") == outcome)
    let entries: [JournalEvent] = [
      .batchOutcome(batch: "batch-1", outcome),
      .batchRecovered(batch: "batch-1", Recovery(outcome: outcome, method: "m", copiesRemoved: 0)),
    ]
    for event in entries { #expect(event.data["outcome"] == .string(word)) }
  }

  @Test(
    "A word that this program does not write is no outcome",
    arguments: [
      "", "Committed", "committed ", "indeterminate", "indeterminate: 1 present, 2 changed",
      "indeterminate: 01 present, 2 changed, 3 absent", "1 2 3", "rolled back",
    ])
  func unknown(word: String) { #expect(BatchOutcome(word: word) == nil) }

  @Test("A run's ending has the word in entries that it always had", arguments: RunEnding.allCases)
  func ending(ending: RunEnding) {
    let word =
      switch ending {
      case .complete: "complete"
      case .incomplete: "incomplete"
      case .stopped: "truncated"
      case .firstRun: "first-run"
      }
    let ended = JournalEvent.runEnded(run: "run-1", status: ending, lines: [], left: [])
    let reconciled = JournalEvent.reconcileEnded(run: "run-1", status: ending, lines: [])
    #expect(ended.data["status"] == .string(word))
    #expect(reconciled.data["status"] == .string(word))
  }

  @Test("An action has the word that the rules have", arguments: StageAction.allCases)
  func action(action: StageAction) {
    let line = RunLine(recordSet: "set", rule: "rule", action: action, count: 1)
    #expect(line.jsonValue["action"] == .string(action.rawValue))
    let word =
      switch action {
      case .archive: "archive"
      case .pseudonymise: "pseudonymise"
      case .delete: "delete"
      }
    #expect(action.rawValue == word)
  }

  private static let strange: [(String, String, String, String)] = [
    (
      "retentiond.batch.prepared", "\"action\":\"delete\"", "\"action\":\"shred\"",
      "an action that this program does not know"
    ),
    (
      "retentiond.batch.outcome", "\"outcome\":\"committed\"", "\"outcome\":\"perhaps\"",
      "an outcome that this program does not know"
    ),
    ("retentiond.run.ended", "\"action\":\"delete\"", "\"action\":\"shred\"", "does not say what it changed"),
  ]

  @Test(
    "An entry with an action or outcome that nobody knows is a finding, and is shown as it is",
    arguments: Self.strange)
  func unknownWord(type: String, known: String, other: String, finding: String) throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let event: JournalEvent =
      switch type {
      case "retentiond.batch.prepared":
        .batchPrepared(
          BatchIntent(
            StageOfRun(
              run: "run-1", configuration: "c", domain: "d", rule: "r", action: .delete, recordSet: "set",
              store: "s", cutoff: "2020-01-01"), count: 1, dependents: [:]), batch: "batch-\(journal.size)",
          rowsRoot: "00", evidenceKey: "k")
      case "retentiond.batch.outcome": .batchOutcome(batch: "batch-1", .committed)
      default:
        .runEnded(
          run: "run-1", status: .complete,
          lines: [RunLine(recordSet: "set", rule: "r", action: .delete, count: 1)], left: [])
      }
    let entry = JournalEntry(event, index: journal.size, origin: folder.location.origin, at: folder.start)
    let text = String(decoding: entry.bytes, as: UTF8.self).replacing(known, with: other)
    #expect(text.contains(other))
    let changed = try JournalEntry(
      bytes: Array(text.utf8), index: journal.size, origin: folder.location.origin)
    try journal.write { try journal.append(changed) }
    let shown = try journal.entry(at: journal.size - 1)
    #expect(String(decoding: shown.bytes, as: UTF8.self).contains(other))
    let findings = try folder.verify().findings
    #expect(findings.contains { $0.contains(finding) }, "\(findings)")
  }
}
