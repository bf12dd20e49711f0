import AuditJournal
import Foundation
import JSONText
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import Words

@testable import Purging

/// Runs in files of SQLite under a pace: what they wait for, how a wait ends, and what is left open meanwhile.
@Suite struct PacedRunTests {
  /// A store whose `main` has a pace.
  ///
  /// - Parameter visitors: how many due rows another store has.
  private func make(_ pace: String, people: Int = 200, visitors: Int = 0) throws -> TestStore {
    let extra =
      visitors == 0
      ? ""
      : #"""
      , "visitor": {"store": "cold", "table": "visitor", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}}}
      """#
    let stores = TestStore.stores(extra: extra).replacing(
      #""busyTimeout": "PT1S""#, with: #""busyTimeout": "PT1S", "pace": {\#(pace)}"#)
    let store = try TestStore(people: people, stores: stores)
    if visitors > 0 {
      try store.database("cold").execute(
        """
        CREATE TABLE visitor (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX visitor_ended ON visitor (ended);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(visitors))
        INSERT INTO visitor SELECT i, '08405881234' || (10 + i % 90), '2015-01-01' FROM n
        """)
    }
    return store
  }

  /// What a run tells of its pace, in order.
  private final class Heard {
    var events: [RunEvent] = []
    var words: [String] {
      events.compactMap {
        switch $0 {
        case .paceWaits(let wait): "waits \(wait.store) \(wait.reason.rawValue)"
        case .paceWaited(let wait): "on \(wait.store) \(wait.reason.rawValue)"
        case .paceEnded(let wait): "ended \(wait.store) \(wait.reason.rawValue)"
        case .paceBlind(let store, let reason): "blind \(store) \(reason)"
        default: nil
        }
      }
    }
    var batches: [Int] {
      events.compactMap { if case .batch(let batch) = $0 { batch.count } else { nil } }
    }
  }

  /// Has the store `main` answer what a test likes to the pace.
  private func answer(
    _ store: TestStore, _ observing: @escaping (Set<StoreObservable>) throws(StoreError) -> StoreObservation
  ) {
    store.wrap = { inner in
      let troubled = TroubledStore(inner)
      if inner.name == "main" { troubled.observing = observing }
      return troubled
    }
  }

  private static func kept(_ bytes: Int) -> StoreObservation {
    var seen = StoreObservation()
    seen.keptLog = .init(keeper: "a reader", bytes: bytes)
    return seen
  }

  @Test(
    "A write-ahead log that a long reader keeps stops the run until the reader is gone, whatever size the file keeps"
  )
  func longReader() throws {
    let store = try make(#""keptLogBytes": 67108864"#)
    let application = try store.database("main")
    _ = try application.text("PRAGMA journal_mode = wal")
    try application.execute("CREATE TABLE noise (id INTEGER PRIMARY KEY, bytes BLOB)")
    let reader = try store.database("main")
    try reader.execute("BEGIN")
    _ = try reader.integer("SELECT count(*) FROM person")
    try application.execute("PRAGMA wal_autocheckpoint = 0")
    for _ in 0..<9 { try application.execute("INSERT INTO noise (bytes) VALUES (zeroblob(9000000))") }
    let heard = Heard()
    let report = try store.purge { event in
      heard.events.append(event)
      guard case .paceWaits = event else { return }
      // Nothing of ours keeps anybody out meanwhile.
      do {
        try application.execute("BEGIN IMMEDIATE; COMMIT")
        try reader.execute("COMMIT")
      } catch { Issue.record(error) }
    }
    #expect(report.status == .complete)
    #expect(heard.words == ["waits main kept-log", "on main kept-log"])
    #expect(try store.count("person WHERE ended < '2020'") == 0)
  }

  @Test(
    "A file system with too little room is waited for, and the wait is of the longest that stores.json allows"
  )
  func space() throws {
    let store = try make(#""freeBytes": 9007199254740991, "longestWait": "PT1S""#, visitors: 5)
    let heard = Heard()
    let start = ContinuousClock.now
    let report = try store.purge { heard.events.append($0) }
    // Said once, and not for each record set of the store.
    #expect(heard.words == ["waits main space", "ended main space"])
    #expect((1.0..<8).contains((ContinuousClock.now - start) / .seconds(1)))
    #expect(report.status == .stopped && report.refused.isEmpty)
    #expect(report.heldBack.map(\.reason) == [.space] && report.heldBack[0].seconds >= 1)
    #expect(try store.count("person WHERE ended < '2020'") == 100)
    #expect(report.overdue.first { $0.recordSet == "person" }?.cause == .truncated)
    // What is in other stores goes on.
    #expect(try store.count("visitor", in: "cold") == 0)
    #expect(try store.types().filter { $0 == "refusal" }.count == 1)
    #expect(try store.verify().findings == [])
    let waits = report.jsonValue["waits"]?.arrayValue ?? []
    #expect(waits.map { $0["reason"]?.stringValue } == ["space"])
  }

  @Test("A stop ends a wait at once, and the run says that it was stopped and not that it was held back")
  func stop() throws {
    let store = try make(#""freeBytes": 9007199254740991"#)
    let signal = StopSignal()
    let start = ContinuousClock.now
    let report = try Purger(store.context(stop: signal)).purge(
      clock: { store.now }, observe: { if case .paceWaits = $0 { signal.request() } })
    #expect(report.status == .stopped && report.heldBack.isEmpty)
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(try store.count("person WHERE ended < '2020'") == 100)
  }

  @Test(
    "Before a wait the outcome of the last batch is written down, and after it the run goes on where it was")
  func outcomes() throws {
    let store = try make(#""rowsPerSecond": 50"#)
    var looks = 0
    answer(store) { (_) throws(StoreError) in
      looks += 1
      return Self.kept([2, 3].contains(looks) ? 1 << 40 : 0)
    }
    let heard = Heard()
    var open: [Int] = []
    let report = try store.purge { event in
      heard.events.append(event)
      if case .paceWaits = event {
        let types = (try? store.types()) ?? []
        open.append(types.count { $0 == "batch.prepared" } - types.count { $0 == "batch.outcome" })
      }
    }
    #expect(report.status == .complete && open == [0])
    #expect(heard.words == ["waits main kept-log", "on main kept-log"])
    #expect(heard.batches.filter { $0 == 10 }.count == 10)
    #expect(try #require(report.waits.first { $0.reason == .keptLog }).count == 1)
  }

  @Test("Several reasons one after the other are one wait, whose end is that of the last")
  func oneAfterTheOther() throws {
    let store = try make(#""freeBytes": 9007199254740991, "longestWait": "PT2S""#)
    var looks = 0
    answer(store) { (_) throws(StoreError) in
      looks += 1
      return Self.kept(looks == 1 ? 1 << 40 : 0)
    }
    let heard = Heard()
    let report = try store.purge { heard.events.append($0) }
    #expect(heard.words == ["waits main kept-log", "waits main space", "ended main space"])
    #expect(report.heldBack[0].seconds < 3.5)
  }

  @Test("What cannot be seen is said once, and the run goes on")
  func gaps() throws {
    let store = try make(#""rowsPerSecond": 100"#)
    answer(store) { (_) throws(StoreError) in
      var seen = StoreObservation()
      seen.gaps = [ObservationGap(.keptLog, cause: "it hides it", remedy: "GRANT it")]
      return seen
    }
    let heard = Heard()
    #expect(try store.purge { heard.events.append($0) }.status == .complete)
    #expect(
      heard.words == ["blind main the pace cannot see how much of the log is kept: it hides it: GRANT it"])
  }

  @Test("A store that fails when it is asked is left out as after any question")
  func failing() throws {
    let store = try make("")
    answer(store) { (_) throws(StoreError) in throw .unavailable(store: "main", cause: "gone") }
    let report = try store.purge()
    #expect(report.status == .incomplete && !report.refused.isEmpty)
    #expect(try store.count("person WHERE ended < '2020'") == 100)
  }

  @Test("A word on the pace counts for a run that is under way, and so does its end")
  func throttled() throws {
    let store = try make("", people: 400)
    let context = try store.context()
    context.throttle.set(PaceOverride(rowsPerSecond: 5), for: "main")
    let heard = Heard()
    let start = ContinuousClock.now
    let report = try Purger(context).purge(
      clock: { store.now },
      observe: { event in
        heard.events.append(event)
        guard case .batch = event, heard.batches.count == 2 else { return }
        context.throttle.set(nil, for: nil)
      })
    #expect(report.status == .complete)
    // Two batches of a second's rows, then as if nobody had said anything.
    #expect(heard.batches.prefix(3) == [5, 5, 10])
    #expect((0.9..<6).contains((ContinuousClock.now - start) / .seconds(1)))
    #expect(report.waits.contains { $0.reason == .ceiling } && heard.words.isEmpty)
  }

  @Test("A run that rests hears of a pause, and begins no batch behind it")
  func paused() throws {
    let store = try make(#""rowsPerSecond": 5"#)
    let heard = Heard()
    // The run's thread is in the run meanwhile, and the other one opens a journal of its own.
    nonisolated(unsafe) let other = store
    let now = store.now
    let report = try store.purge { event in
      heard.events.append(event)
      guard case .batch = event, heard.batches.count == 1 else { return }
      Thread.detachNewThread {
        usleep(300_000)
        let account = RunAccount(uid: 0, name: "test", login: nil, isService: false)
        _ = try? unsafe other.journal().pauseRuns(
          until: nil, reason: "a migration", by: "test", account: account, at: now)
      }
    }
    #expect(report.status == .stopped && report.cause == .paused, "\(report.status)")
    #expect(heard.batches == [5])
    #expect(try store.verify().findings == [])
  }

  @Test("A question of the pace that the store does not answer is a gap, and costs no row")
  func unanswered() throws {
    let store = try make(#""keptLogBytes": 100000000"#)
    answer(store) { (_) throws(StoreError) in throw .timedOut(store: "main") }
    let heard = Heard()
    let report = try store.purge { heard.events.append($0) }
    #expect(report.status == .complete && report.setAsideCount == 0, "\(report.refused)")
    #expect(heard.words.count == 1 && heard.words.first?.hasPrefix("blind main") == true, "\(heard.words)")
  }

  @Test("Batches grow where nobody wrote how many rows they have, and not beyond what somebody wrote")
  func growth() throws {
    let store = try make("", people: 20, visitors: 12_000)
    let heard = Heard()
    #expect(try store.purge { heard.events.append($0) }.status == .complete)
    #expect(heard.batches.contains(1_000) && heard.batches.contains { $0 > 1_500 && $0 <= 10_000 })
    #expect(heard.batches.filter { $0 <= 10 }.reduce(0, +) >= 10)
    #expect(try store.count("visitor", in: "cold") == 0)
    #expect(try store.verify().findings == [])
  }

  @Test(
    "A file whose locks others hold most of the time answers slowly, and the run leaves it to them for a while"
  )
  func slowness() throws {
    let store = try make(#""slowdown": 3, "rowsPerSecond": 40"#, people: 400)
    try store.change(stores: Self.text(of: store).replacing(#""PT1S""#, with: #""PT30S""#))
    try store.approve()
    let path = store.folder.appending(path: "main.sqlite").path
    let heard = Heard()
    var hasBegun = false
    let report = try store.purge { event in
      heard.events.append(event)
      // The beginning is measured by then.
      guard case .batch = event, heard.batches.count == 9, !hasBegun else { return }
      hasBegun = true
      Thread.detachNewThread {
        guard let application = try? Connection(path: path, mode: .readWrite, busySeconds: 20) else { return }
        for _ in 0..<25 {
          try? application.execute("BEGIN EXCLUSIVE")
          usleep(120_000)
          try? application.execute("COMMIT")
          usleep(40_000)
        }
      }
    }
    #expect(report.status == .complete && hasBegun)
    #expect(heard.words.contains("waits main slowness") && heard.words.contains("on main slowness"))
  }

  private static func text(of store: TestStore) -> String {
    String(decoding: store.configuration.storesBytes, as: UTF8.self)
  }
}
