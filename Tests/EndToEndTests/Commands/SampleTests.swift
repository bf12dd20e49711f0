import AuditJournal
import CivilTime
import Foundation
import JSONText
import Purging
import RecordStores
import RetentionPolicy
import StoreBindings
import TestNames
import Testing
import Words

/// The whole main job on the sample, held row by row against verdicts that another method computed.
@Suite struct SampleTests {
  /// One line of the sample's expectations.
  struct Expectation {
    let recordSet: RecordSetName
    let key: [String]
    let verdict: String
    let fate: String
    let line: Substring

    init(_ line: Substring) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      recordSet = RecordSetName(fields[0])
      key = Insurer.key(fields[1])
      verdict = fields[2...5].joined(separator: ",")
      fate = fields[6]
      self.line = line
    }
  }

  @Test(
    "Every row has the verdict that forward arithmetic gives it",
    arguments: ["2026-11-24T10:00:00Z", "2024-02-29T22:30:00Z", "2027-03-28T01:15:00Z"])
  func verdicts(moment: String) throws {
    let insurer = try Insurer(subjects: 120, seed: 7, at: moment)
    let context = try insurer.context(.read)
    var differing: [String] = []
    for expected in try insurer.lines(of: "expected.csv").map(Expectation.init) {
      let verdict = try Explainer(context).explain(
        recordSet: expected.recordSet, key: expected.key, at: insurer.now
      )
      .verdict
      if text(of: verdict) != expected.verdict {
        differing.append("\(expected.line) but \(text(of: verdict))")
      }
    }
    #expect(differing.isEmpty, "\(differing.count) differ, first \(differing.prefix(5))")
  }

  @Test("A purge gives every row its expected fate, a second finds nothing, and the journal verifies")
  func fates() throws {
    let insurer = try Insurer(subjects: 300)
    let expectations = try insurer.lines(of: "expected.csv").map(Expectation.init)
    let before = try snapshot(insurer)
    let report = try insurer.purge()
    #expect(report.status == .complete)
    let after = try snapshot(insurer)
    // Each row's key in the journal's encoding, by its parts as text.
    let keys = before.mapValues { rows in
      Dictionary(uniqueKeysWithValues: rows.keys.map { (text(of: KeyList.values(in: $0[...]) ?? []), $0) })
    }
    var differing: [String] = []
    for expected in expectations {
      let bound = try #require(
        insurer.configuration.bindings.recordSets.first { $0.recordSet.name == expected.recordSet })
      let key = try #require(keys[expected.recordSet]?[expected.key.joined(separator: "|")])
      let old = before[expected.recordSet]?[key]
      let new = after[expected.recordSet]?[key]
      let isRight =
        switch expected.fate {
        case "unchanged": new == old
        case "deleted": new == nil
        case "pseudonymised": new != nil && new != old && (new ?? "").contains("p1_")
        case "archived": new == nil && after[bound.archive ?? ""]?[key] == old
        default: false
        }
      if !isRight { differing.append("\(expected.line)") }
    }
    #expect(differing.isEmpty, "\(differing.count) differ, first \(differing.prefix(5))")
    let second = try insurer.purge()
    #expect(second.changedCount == 0)
    #expect(try snapshot(insurer) == after)
    let verified = try insurer.verify()
    #expect(verified.findings.isEmpty)
    #expect(verified.rows == report.changedCount)
  }

  @Test("Every rule of the schedule decides a row of the sample, and unset rules keep theirs")
  func everyRuleDecides() throws {
    let insurer = try Insurer(subjects: 120)
    let plan = try Planner(insurer.context(.read)).plan(at: insurer.now)
    let rules = insurer.configuration.schedule.domains.flatMap(\.rules)
    for rule in rules {
      let lines = plan.recordSets.flatMap { set in set.rules.filter { $0.rule == rule.id } }
      let decided = lines.reduce(0) { sum, line in
        sum + (line.counts.unset.number ?? 0) + line.stages.reduce(0) { $0 + $1.due }
      }
      #expect(decided > 0, "rule \(rule.id) decided no row")
    }
  }

  @Test("A plan, a forecast, a check and an explanation change no byte of any store")
  func planChangesNothing() throws {
    let insurer = try Insurer(subjects: 120)
    let before = try storeBytes(insurer)
    let context = try insurer.context(.read)
    _ = try Planner(context).plan(at: insurer.now)
    _ = try Forecaster(context).forecast(from: insurer.now, months: 12)
    _ = try Checker(context).check(at: insurer.now)
    _ = try Explainer(context).explain(recordSet: "beneficiaire", key: ["1"], at: insurer.now)
    #expect(try storeBytes(insurer) == before)
  }

  @Test("What a forecast says for a month is what a plan at its end adds")
  func forecastAgreesWithPlans() throws {
    let insurer = try Insurer(subjects: 120, withHolds: false)
    let context = try insurer.context(.read)
    let forecast = try Forecaster(context).forecast(from: insurer.now, months: 6)
    let zone = insurer.configuration.schedule.timeZone
    let line = try #require(
      forecast.lines.first { $0.recordSet == "beneficiaire" && $0.rule == "rights-and-care" })
    var cumulative = line.backlog
    for (month, start) in zip(line.months, forecast.monthStarts.dropFirst()) {
      cumulative += month
      let plan = try Planner(context).plan(at: zone.startOfDay(start))
      let set = try #require(plan.recordSets.first { $0.name == "beneficiaire" })
      #expect(set.dueCount == cumulative)
    }
  }

  @Test("No identifier, name or address of the sample is in the journal or in what a run tells")
  func noPersonalData() throws {
    let insurer = try Insurer(subjects: 120)
    var told = ""
    let report = try insurer.purge { told += "\($0)\n" }
    told += report.jsonValue.pretty + report.plan.jsonValue.pretty
    let journalBytes = try ["", "-wal"].reduce(into: Data()) { bytes, suffix in
      let file = URL(filePath: insurer.location.path + suffix)
      if FileManager.default.fileExists(atPath: file.path) { bytes += try Data(contentsOf: file) }
    }
    let text = told + String(decoding: journalBytes, as: UTF8.self)
    let identifiers = try insurer.lines(of: "holds.csv").compactMap { line -> String? in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return fields[0] == "subject" ? String(fields[2]) : nil
    }
    #expect(identifiers.count > 5)
    for identifier in identifiers { #expect(!text.contains(identifier.prefix(13))) }
    #expect(!text.contains("@example.org"))
  }

  @Test("A run that is asked to stop ends after the batch in hand, and the next one finishes")
  func stopAndResume() throws {
    let insurer = try Insurer(subjects: 120, batchRows: 5)
    let due = try Planner(insurer.context(.read)).plan(at: insurer.now).dueCount
    let stop = StopSignal()
    var batches = 0
    let first = try insurer.purge(stop: stop) { event in
      if case .batch = event {
        batches += 1
        if batches == 3 { stop.request() }
      }
    }
    #expect(first.status == .stopped)
    #expect(first.changed.reduce(0) { $0 + $1.count } == first.changedCount && batches == 3)
    let second = try insurer.purge()
    #expect(second.status == .complete)
    #expect(first.changedCount + second.changedCount == due)
  }

  // MARK: Pieces

  private func text(of verdict: Verdict) -> String {
    switch verdict {
    case .keep(let next, let from, let rule): "keep,\(next.rawValue),\(rule),\(from)"
    case .keepFinished: "finished"
    case .due(let action, let rule): "due,\(action.rawValue),\(rule),"
    case .held(let action, let rule): "held,\(action.rawValue),\(rule),"
    case .blocked(let action, let rule, _): "blocked,\(action.rawValue),\(rule),"
    case .conflict(let rule): "conflict,,\(rule),"
    case .undated(let rule): "undated,,\(rule),"
    case .implausible(let rule): "implausible,,\(rule),"
    case .notBegun(let rule): "notbegun,,\(rule),"
    case .unset(let rule): "unset,,\(rule),"
    case .withoutRule, .withRecord, .unmapped: "norule,,,"
    }
  }

  private func text(of key: [ColumnValue]) -> String {
    key.map { part in
      switch part {
      case .integer(let number): String(number)
      case .text(let text): text
      default: "?"
      }
    }.joined(separator: "|")
  }

  private func snapshot(_ insurer: Insurer) throws -> [RecordSetName: [[UInt8]: String]] {
    try insurer.configuration.bindings.recordSets.reduce(into: [:]) { result, bound in
      result[bound.recordSet.name] = try insurer.rows(of: bound.recordSet.name)
    }
  }

  private func storeBytes(_ insurer: Insurer) throws -> [String: Data] {
    try insurer.configuration.bindings.stores.reduce(into: [:]) { result, store in
      guard case .sqlite(let path, _) = store.engine else { return }
      result[store.name.rawValue] = try Data(contentsOf: URL(filePath: path))
    }
  }
}
