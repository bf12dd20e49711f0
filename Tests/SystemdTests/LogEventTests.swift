import CivilTime
import Foundation
import TestNames
import Testing
import Words

@testable import Systemd

@Suite("Log events")
struct LogEventTests {
  @Test("The samples of these tests have every kind that stands in the code")
  func samplesAreWhole() throws {
    #expect(Set(SampleEvents.all.map(\.messageID)) == Set(try EventKinds.inCode().map(\.messageID)))
  }

  @Test("Every kind has a name and a MESSAGE_ID of its own, 128 bits in lower-case hexadecimal")
  func messageIDs() throws {
    let kinds = try EventKinds.inCode()
    #expect(kinds.count > 50)
    #expect(Set(kinds.map(\.messageID)).count == kinds.count)
    #expect(Set(kinds.map(\.name)).count == kinds.count)
    for event in SampleEvents.all {
      #expect(kinds.contains { $0 == (event.name, event.messageID) }, "\(event.name)")
    }
  }

  @Test("A MESSAGE_ID that people filter by does not change")
  func messageIDsAreStable() {
    for (name, id) in [
      ("run-complete", "683ac555035a413f9637a3d22a2e96db"),
      ("batch-committed", "3c6f2963d36e4aa48f08e364040c489e"),
      ("journal-unusable", "198806cbf0bb4fe39dc53feff6592a05"),
    ] {
      #expect(SampleEvents.all.first { $0.name == name }?.messageID == id, "\(name)")
    }
  }

  @Test("An ending of a run has the words that others read", arguments: RunEnding.allCases)
  func endings(ending: RunEnding) {
    let (journalWord, logWord) =
      switch ending {
      case .complete: ("complete", "complete")
      case .incomplete: ("incomplete", "incomplete")
      case .stopped: ("truncated", "stopped")
      case .firstRun: ("first-run", "first-run")
      }
    #expect(ending.journalWord == journalWord)
    #expect(ending.logWord == logWord)
    #expect(RunEnding(journalWord: journalWord) == ending)
    let event = LogEvent.runEnded(run: "1", ending: ending, counts: SampleEvents.counts)
    #expect(event.fields.first { $0.name == .outcome }?.value == logWord)
  }

  @Test("A journal record has each field once, the standard ones among them", arguments: SampleEvents.all)
  func recordFields(event: LogEvent) {
    let fields = JournalRecord.fields(of: event, run: "99")
    let names = fields.map(\.name)
    #expect(Set(names).count == names.count)
    let standard = [
      "MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER", "RETENTION_EVENT", "RETENTION_RUN",
    ]
    #expect(Set(names).isSuperset(of: standard))
    #expect(fields.allSatisfy { !$0.value.isEmpty })
  }

  @Test("A batch's record says rule, record set, store, action, count and run")
  func batchRecord() throws {
    let event = try #require(SampleEvents.all.first { $0.name == "batch-committed" })
    let fields = Dictionary(
      uniqueKeysWithValues: JournalRecord.fields(of: event, run: "17").map { ($0.name, $0.value) })
    #expect(
      fields == [
        "MESSAGE": "beneficiaire: deleted 12 rows with 4 dependents under rights-base in 0.042 s",
        "MESSAGE_ID": "3c6f2963d36e4aa48f08e364040c489e", "PRIORITY": "6", "SYSLOG_IDENTIFIER": "retentiond",
        "RETENTION_EVENT": "batch-committed", "RETENTION_BATCH": "17-3", "RETENTION_RULE": "rights-base",
        "RETENTION_RECORD_SET": "beneficiaire", "RETENTION_STORE": "droits", "RETENTION_ACTION": "delete",
        "RETENTION_COUNT": "12", "RETENTION_DEPENDENTS": "4", "RETENTION_SECONDS": "0.042",
        "RETENTION_RUN": "17",
      ])
  }

  @Test("Line breaks stay in a journal field, other control characters do not")
  func journalControls() {
    let event = LogEvent.configurationRefused(reason: "one\ntwo \u{1b}[31m", kept: "0")
    let fields = JournalRecord.fields(of: event, run: nil)
    #expect(fields.first { $0.name == "RETENTION_REASON" }?.value == "one\ntwo \\u{1b}[31m")
    #expect(fields.first { $0.name == "MESSAGE" }?.value.hasSuffix("one\ntwo \\u{1b}[31m") == true)
  }

  @Test("Only a complete run is good news; a broken one is an error")
  func levels() {
    func level(_ ending: RunEnding) -> LogLevel {
      LogEvent.runEnded(run: "1", ending: ending, counts: SampleEvents.counts).level
    }
    #expect(level(.complete) == .notice)
    #expect(level(.incomplete) == .warning)
    #expect(level(.stopped) == .notice)
    #expect(level(.firstRun) == .warning)
    #expect(LogEvent.runFailed(reason: "x").level == .error)
    #expect(LogEvent.journalUnusable(reason: "x").level == .critical)
  }

  @Test("Rows that only holds keep are no warning", arguments: [(3, 1, LogLevel.warning), (3, 3, .info)])
  func overdue(count: Int, held: Int, level: LogLevel) {
    let event = LogEvent.overdue(
      recordSet: "s", rule: "r", count: count, held: held, oldest: nil, cause: "held")
    #expect(event.level == level)
  }

  @Test(
    "Times are RFC 3339 in UTC, whatever the era",
    arguments: [0, 1_795_487_401, -1, 951_826_599, -2_208_988_800, 4_102_444_799])
  func times(seconds: Int) {
    let oracle = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(seconds)))
    #expect(LogText.time(Instant(secondsSinceEpoch: seconds)) == oracle)
  }

  @Test(
    "Durations are seconds to the millisecond",
    arguments: [
      (0.0421, "0.042"), (61.5, "61.500"), (0, "0.000"), (0.9996, "1.000"), (-1, "0.000"), (.nan, "0.000"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(LogText.seconds(seconds) == text)
  }
}
