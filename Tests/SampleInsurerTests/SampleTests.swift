import Foundation
import SQLite
import Testing

@testable import SampleInsurer

/// Whole samples, written and read back.
@Suite struct SampleTests {
  /// One line of `expected.csv`.
  struct Row {
    let recordSet: String
    let verdict: String
    let stage: String
    let rule: String
    let until: String
    let fate: String
  }

  @Test("The same arguments give the same bytes, and another seed gives others")
  func deterministic() throws {
    try Scratch.withDirectory { directory in
      for (name, seed) in [("first", 1), ("second", 1), ("third", 2)] {
        try Self.write(to: directory.appending(path: name), seed: seed)
      }
      let first = try Scratch.contents(of: directory.appending(path: "first"))
      #expect(first.count == 14)
      #expect(try Scratch.contents(of: directory.appending(path: "second")) == first)
      #expect(
        try Scratch.contents(of: directory.appending(path: "third"))["droits.sqlite"]
          != first["droits.sqlite"])
    }
  }

  @Test(
    "Every rule has rows in every verdict that it can give, whatever the day",
    arguments: ["2026-11-24", "2024-02-29", "2027-03-01", "2026-03-29", "2027-12-31"])
  func everyVerdict(_ day: String) throws {
    try Scratch.withDirectory { directory in
      try Self.write(to: directory, seed: 3, day: day)
      let rows = try Self.expectedRows(in: directory)
      for rule in PublishedSchedule.all {
        let verdicts = Set(rows.filter { $0.rule == rule.id }.map { "\($0.verdict) \($0.stage)" })
        let possible =
          rule.isUnset
          ? ["unset "]
            + rule.stages.flatMap { stage in ["due", "held"].map { "\($0) \(stage.action.rawValue)" } }
          : ["undated ", "implausible ", "notbegun "]
            // What goes at once is to come, or due.
            + rule.stages.flatMap { stage in
              (["due", "held"] + (stage.span == .atOnce ? [] : ["keep"])).map {
                "\($0) \(stage.action.rawValue)"
              }
            }
        for verdict in possible { #expect(verdicts.contains(verdict), "\(rule.id) never gives \(verdict)") }
      }
      #expect(rows.contains { $0.verdict == "norule" })
      #expect(Set(rows.filter { $0.verdict == "conflict" }.map(\.recordSet)).count == 3)
      #expect(Set(rows.map(\.fate)) == Set(Fate.allCases.map(\.rawValue)))
    }
  }

  @Test(
    "Every stage has a row on its last due day, or second, and one on the next",
    arguments: ["2026-11-24", "2024-02-29", "2027-02-28", "2026-10-25", "2026-03-31"])
  func bothSides(_ day: String) throws {
    let reckoning = try Self.moment(of: day)
    for rule in PublishedSchedule.all {
      for stage in rule.stages {
        for encoding in [ColumnEncoding.date, .epochSeconds]
        where encoding.hasTimeOfDay || stage.span?.elapsedSeconds == nil {
          #expect(
            Self.hasBothSides(of: stage.action, rule, as: encoding, reckoning),
            "\(rule.id), \(stage.action), \(encoding)")
        }
      }
    }
  }

  /// Tells if two neighbours among a rule's scenarios lie on different sides of a stage's cutoff.
  private static func hasBothSides(
    of action: StageAction, _ rule: SampleRule, as encoding: ColumnEncoding, _ reckoning: Reckoning
  ) -> Bool {
    let judge = Judge(reckoning: reckoning)
    var reached: Set<EventValue> = []
    var waiting: Set<EventValue> = []
    for value in Scenarios(reckoning: reckoning).all(for: rule, as: encoding) {
      var events: [Event: EventValue] = [:]
      for event in rule.events { events[event] = value }
      switch judge.verdict(rules: [rule], events: events, circumstances: Judge.Circumstances()) {
      case .due(let stage, _) where stage >= action: reached.insert(value)
      case .due, .keep, .unset, .notBegun: waiting.insert(value)
      default: break
      }
    }
    return reached.contains { value in
      switch value {
      case .day(let day): waiting.contains(.day(reckoning.day(day, plusDays: 1)))
      case .instant(let instant): waiting.contains(.instant(instant + 1))
      default: false
      }
    }
  }

  @Test("The databases are sound, hold every expected row, and are in the journal modes that they say")
  func databases() throws {
    try Scratch.withDirectory { directory in
      try Self.write(to: directory, seed: 1)
      var modes: Set<String> = []
      var rowCount: Int64 = 0
      let dependents = ["contact", "prestation", "remboursement"]
      for url in try Scratch.files(in: directory) where url.pathExtension == "sqlite" {
        let connection = try Connection(
          path: url.path(percentEncoded: false), mode: .readOnly, busySeconds: 1)
        #expect(try connection.text("PRAGMA integrity_check") == "ok")
        #expect(try connection.text("PRAGMA foreign_key_check") == nil)
        modes.insert(try connection.text("PRAGMA journal_mode") ?? "")
        let tables = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        while try tables.step() {
          let table = tables.text(0) ?? ""
          guard !dependents.contains(table) else { continue }
          rowCount += try connection.integer("SELECT count(*) FROM \(table)") ?? 0
        }
      }
      #expect(modes == ["wal", "delete"])
      #expect(Int(rowCount) == (try Self.expectedRows(in: directory).count))
    }
  }

  @Test("The same person is in several stores")
  func sharedSubjects() throws {
    try Scratch.withDirectory { directory in
      try Self.write(to: directory, seed: 1)
      let number = Population(seed: 1, count: 200).person(0).nir
      for (store, table) in [("droits", "beneficiaire"), ("dmp", "dossier"), ("fraude", "dossier_fraude")] {
        let path = directory.appending(path: store + ".sqlite").path(percentEncoded: false)
        let connection = try Connection(path: path, mode: .readOnly, busySeconds: 1)
        let count = try connection.integer("SELECT count(*) FROM \(table) WHERE nir = '\(number)'")
        #expect(count ?? 0 > 0)
      }
    }
  }

  @Test("stores.json is JSON that binds every store and record set that the expected rows name")
  func storesFile() throws {
    try Scratch.withDirectory { directory in
      try Self.write(to: directory, seed: 1)
      let data = try Data(contentsOf: directory.appending(path: "stores.json"))
      let json = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      let stores = try #require(json["stores"] as? [String: Any])
      let recordSets = try #require(json["recordSets"] as? [String: [String: Any]])
      #expect(Set(recordSets.keys) == Set(try Self.expectedRows(in: directory).map(\.recordSet)))
      for recordSet in recordSets.values { #expect(stores[recordSet["store"] as? String ?? ""] != nil) }
    }
  }

  @Test(
    "A benchmark's table has the rows and the share that were asked for", arguments: [0.0, 0.25, 0.5, 1.0])
  func benchmark(_ share: Double) throws {
    try Scratch.withDirectory { directory in
      for (stage, cutoff) in [(StageAction.delete, "2021-11-23"), (.pseudonymise, "2023-11-23")] {
        try Benchmark(
          rows: 4_000, dueShare: share, stage: stage, seed: 1, reckoning: try Self.moment(of: "2026-11-24")
        ).write(to: directory)
        let path = directory.appending(path: "bench.sqlite").path(percentEncoded: false)
        let connection = try Connection(path: path, mode: .readOnly, busySeconds: 1)
        #expect(try connection.integer("SELECT count(*) FROM dossier") == 4_000)
        let due = try connection.integer("SELECT count(*) FROM dossier WHERE date_fin <= '\(cutoff)'") ?? 0
        #expect(abs(Double(due) / 4_000 - share) < 0.01)
      }
    }
  }

  // MARK: Helpers

  static func moment(of day: String, plusDays count: Int = 0) throws -> Reckoning {
    let instant = try #require(InstantText.instant(day + "T10:00:00Z"))
    return Reckoning(now: instant + count * 86_400)
  }

  static func write(to directory: URL, seed: Int, day: String = "2026-11-24") throws {
    try Sample(directory: directory, seed: seed, subjects: 200, now: try moment(of: day).now).write()
  }

  static func expectedRows(in directory: URL) throws -> [Row] {
    let text = try String(contentsOf: directory.appending(path: "expected.csv"), encoding: .utf8)
    // No key of the sample has a comma, so that no field is quoted.
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Row(
        recordSet: fields[0], verdict: fields[2], stage: fields[3], rule: fields[4], until: fields[5],
        fate: fields[6])
    }
  }
}
