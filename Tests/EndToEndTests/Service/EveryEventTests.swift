import AuditJournal
import Foundation
import OutsideOracles
import Purging
import SQLite
import StoreBindings
import TestServers
import Testing
import TransparencyLog
import Words

@testable import retentiond

/// Every kind of log event comes up in something that the program does.
@Suite struct EveryEventTests {
  /// What is done, and the kinds of events that come of it.
  struct Scenario: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kinds: Set<String>
    let perform: @Sendable (EmittedEvents, Set<String>) throws -> Void

    init(
      _ name: String, _ kinds: Set<String>,
      _ perform: @escaping @Sendable (EmittedEvents, Set<String>) throws -> Void
    ) {
      testDescription = name
      self.kinds = kinds
      self.perform = perform
    }
  }

  static let scenarios =
    serviceScenarios + runScenarios + rowScenarios + fileScenarios + storeScenarios + journalScenarios
    + controlScenarios + paceScenarios

  @Test("A scenario brings up the events that it is there for", arguments: scenarios)
  func emitted(scenario: Scenario) throws {
    let events = EmittedEvents()
    try scenario.perform(events, scenario.kinds)
    let missing = scenario.kinds.subtracting(events.names)
    #expect(missing.isEmpty, "\(missing.sorted()) did not come up, and these did: \(events.names.sorted())")
  }

  @Test("There is a scenario for every kind that stands in the code, and for none that does not")
  func whole() throws {
    let folder = Insurer.repository.appending(path: "Sources/Program/Systemd/Events")
    let inCode = try FileManager.default.contentsOfDirectory(atPath: folder.path).flatMap { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .matches(of: /"([a-z-]+)", id: "[0-9a-f]{32}"/).map { String($0.1) }
    }
    let expected = Self.scenarios.reduce(into: Set<String>()) { $0.formUnion($1.kinds) }
    #expect(inCode.count > 50)
    #expect(Set(inCode).subtracting(expected) == [], "no scenario brings these up")
    #expect(expected.subtracting(inCode) == [], "these are no kinds")
  }
}

// MARK: What the scenarios are made of

extension EveryEventTests {
  /// A table of people of whom so many are due.
  static func people(
    _ due: Int = 3, stores: @escaping @Sendable (String) -> String = { $0 }, firstRun: String = "false",
    more: String = ""
  ) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: """
        CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(due)) INSERT INTO t SELECT i, 'old' FROM n;
        INSERT INTO t VALUES (1000, 'new'); \(more)
        """,
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "batch": {"rows": 10},
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, firstRun: firstRun
    ) { folder in
      let file = folder.appending(path: "stores.json")
      try Data(stores(String(contentsOf: file, encoding: .utf8)).utf8).write(to: file)
    }
  }

  static func calendar(_ times: String) -> @Sendable (String) -> String {
    { $0.replacing(#""firstRun""#, with: #""calendar": ["\#(times)"], "firstRun""#) }
  }

  static func change(_ small: SmallConfiguration, _ name: String, _ change: (String) -> String) throws {
    let file = small.folder.appending(path: name)
    try Data(change(String(contentsOf: file, encoding: .utf8)).utf8).write(to: file)
  }

  static func execute(_ small: SmallConfiguration, _ script: String) throws {
    try Connection(path: small.path, mode: .readWrite, busySeconds: 5).execute(script)
  }

  @discardableResult
  static func program(
    _ arguments: [String], _ small: SmallConfiguration, _ environment: [String: String] = [:],
    exitCode: Int32 = 0
  ) throws -> Program {
    let program = try Program(arguments + small.files, environment: environment)
    try #require(program.exitCode == exitCode, "\(arguments): \(program.output)\(program.errors)")
    return program
  }
}

// MARK: Troubles

extension EveryEventTests {
  /// A purge in a process of its own.
  private static func purging(_ small: SmallConfiguration) throws -> Process {
    let process = Program.process(["purge"] + small.files)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static func end(_ process: Process) {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Kills a purge while it waits in its first commit, for a reader.
  static func dieInCommit(_ small: SmallConfiguration) throws {
    let reader = try Connection(path: small.path, mode: .readOnly, busySeconds: 1)
    try reader.execute("BEGIN; SELECT count(*) FROM t")
    let process = try purging(small)
    for _ in 0..<3_000 where try SmallJournal(small).pendingBatches().isEmpty { usleep(10_000) }
    end(process)
    try reader.execute("ROLLBACK")
  }

  /// Kills a purge while it works on the record set `t`: the lock's file names it, and somebody has its store locked.
  static func dieInRecordSet(_ small: SmallConfiguration) throws {
    let application = try Connection(path: small.path, mode: .readWrite, busySeconds: 5)
    try application.execute("BEGIN EXCLUSIVE")
    let process = try purging(small)
    func recordSet() -> Substring? {
      let content = try? Data(contentsOf: small.folder.appending(path: "journal.sqlite.lock"))
      let text = String(decoding: (content ?? Data()).prefix { $0 != 0 }, as: UTF8.self)
      return text.split(separator: "\n").last
    }
    for _ in 0..<6_000 where recordSet() != "t" { usleep(5_000) }
    end(process)
    try application.execute("ROLLBACK")
  }
}

// MARK: The service

extension EveryEventTests {
  static let serviceScenarios = [
    Scenario(
      "a service that runs, reads its files again and is ended",
      [
        "service-started", "configuration-loaded", "configuration-doubtful", "service-ready", "run-due",
        "run-started", "batch-committed", "run-complete", "next-run", "configuration-refused",
        "configuration-unapproved", "service-stopping", "service-stopped",
      ]
    ) { events, kinds in
      let small = try people(stores: calendar("*:*:0/4"))
      let atEnd: Set = ["service-stopping", "service-stopped"]
      let unread: Set = ["configuration-refused", "configuration-unapproved"]
      try events.serve(small, until: kinds.subtracting(atEnd)) { service in
        #expect(service.waits { events.names.isSuperset(of: kinds.subtracting(atEnd).subtracting(unread)) })
        let stores = try String(contentsOf: small.folder.appending(path: "stores.json"), encoding: .utf8)
        try change(small, "stores.json") { _ in "{" }
        service.send(SIGHUP)
        #expect(service.waits { events.names.contains("configuration-refused") })
        try change(small, "stores.json") { _ in stores.replacing(#""rows": 10"#, with: #""rows": 9"#) }
        service.send(SIGHUP)
      }
    },
    Scenario("a service that was off when its calendar came", ["run-missed"]) { events, kinds in
      let small = try people(stores: calendar("*:*:*"))
      try program(["purge"], small)
      sleep(3)
      try events.serve(small, until: kinds)
    },
    Scenario(
      "a process that dies in a commit, and the service after it", ["run-broken-off", "batch-recovered"]
    ) { events, kinds in
      let small = try people(stores: calendar("2090-01-01"))
      try dieInCommit(small)
      try events.serve(small, until: kinds)
    },
    Scenario("a process that dies in a record set, and the service after it", ["record-set-died"]) {
      events, kinds in
      let small = try people(stores: calendar("2090-01-01"))
      try dieInRecordSet(small)
      try events.serve(small, until: kinds)
    },
    Scenario(
      "a service that is paused, and whose windows are over",
      ["runs-paused", "runs-resumed", "run-goes-on", "run-postponed"]
    ) { events, kinds in
      let small = try people(stores: calendar("*:*:*"))
      try program(["pause", "--reason", "a migration"], small)
      try events.serve(small, until: ["runs-paused", "runs-resumed", "run-goes-on"]) { service in
        #expect(service.waits { events.names.contains("runs-paused") })
        // The calendar's time comes meanwhile.
        sleep(7)
        try program(["resume", "--reason", "it is done"], small)
      }
      let closed = try people(stores: {
        calendar("*:*:*")($0).replacing(
          #""calendar""#, with: #""windows": [{"from": "2001-01-01", "until": "2001-01-02"}], "calendar""#)
      })
      try events.serve(closed, until: kinds)
    },
    Scenario("a service without its files", ["run-failed"]) { events, _ in
      let program = try Program(["run", "--config", "/nowhere"], environment: events.environment)
      #expect(program.exitCode != 0)
    },
    Scenario(
      "a first run, its day without a word, and a hold's last day",
      [
        "survey-made", "survey-finding", "overdue", "run-first", "first-run-waits", "first-run-continued",
        "hold-placed",
        "hold-ended", "hold-lifted",
      ]
    ) { events, kinds in
      let small = try people(
        200,
        stores: {
          calendar("*:*:*")($0).replacing(
            #""requireSynchronised": false"#,
            with: #""requireSynchronised": false, "maximumAdvance": "P30D""#)
        }, firstRun: "7")
      let today = String(ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 86_400)).prefix(10))
      let hold = ["hold", "add", "--record-set", "t", "--reference", "A", "--reason", "suit"]
      try events.run(small)
      try program(hold + ["--until", today], small, events.environment)
      try program(hold, small, events.environment)
      try program(["hold", "lift", "2", "--reason", "it is over"], small, events.environment)
      try events.serve(small, until: kinds, days: 3)
    },
  ]
}

// MARK: Runs

extension EveryEventTests {
  static let runScenarios = [
    Scenario("a run that is stopped", ["run-stopped"]) { events, _ in
      let stop = StopSignal()
      Thread.detachNewThread {
        for _ in 0..<6_000 where !events.names.contains("batch-committed") { usleep(5_000) }
        stop.request()
      }
      try events.run(people(900), stop: stop)
    },
    Scenario("a plan of more than the guard lets pass", ["guard-stopped"]) { events, _ in
      try events.run(
        people(stores: { $0.replacing(#""batch":"#, with: #""guard": {"maximumRows": 1}, "batch":"#) }))
    },
    Scenario("a clock that was set", ["clock-refused"]) { events, _ in
      try events.run(people(), clockJump: ClockJump(seconds: 90_000, sinceEntry: 0))
    },
    Scenario("rules without a period", ["rule-unset"]) { events, _ in
      let small = try SmallConfiguration(
        content: content("t", "(1, 'old')"), recordSets: recordSet("t"),
        rules: SmallConfiguration.rules.replacing(
          #""period": "P5Y""#,
          with: #""period": {"unset": {"fr": "À choisir", "en": "To be chosen"}}"#))
      try events.run(small)
    },
  ]

  static func content(_ table: String, _ rows: String) -> String {
    "CREATE TABLE \(table) (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX \(table)_ended ON \(table) (ended); INSERT INTO \(table) VALUES \(rows);"
  }

  static func recordSet(_ table: String, store: String = "main", more: String = "") -> String {
    #""\#(table)": {"store": "\#(store)", "table": "\#(table)", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}\#(more)}"#
  }
}
