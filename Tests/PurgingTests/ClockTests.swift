import AuditJournal
import CivilTime
import Foundation
import JSONText
import Purging
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import TransparencyLog
import Words

/// Which clock a run believes, and what a doubtful one leaves behind.
@Suite struct ClockTests {
  private static let day = 86_400
  private static let years = 20 * 366 * day

  /// What a wrong clock shows, in seconds after the right time. The calendar comes at 02:30 in Paris, which one night in
  /// March does not have: two days less an hour and two days more are allowed.
  static let clocks: [(shift: Int, isBelieved: Bool)] = [
    (0, true), (3_600, true), (3 * day + 3_600, true), (3 * day + 3_601, false), (years, false),
    (-600, false),
    (-years, false),
  ]

  /// What a person or the service may do: what it is called, whether it changes records, and how.
  private static let acts: [(name: String, isRun: Bool, act: @Sendable (TestStore, Instant) throws -> Void)] =
    [
      ("purge", true, { store, now in try store.purge(at: now) }),
      (
        "reconcile --purge", true,
        { store, now in
          _ = try Reconciling(store.context()).purge(
            includingKept: false, clock: { now }, observe: { _ in })
        }
      ),
      (
        "scrub", true,
        { store, now in
          _ = try Scrubbing(store.context()).scrub(
            stores: [], ScrubEffort(rewrites: false, dropsLogs: false), clock: { now }, observe: { _ in })
        }
      ),
      (
        "hold add", false,
        { store, now in
          _ = try store.journal().placeHold(
            .recordSet("person"), reference: "A", reason: "suit", by: "test", at: now)
        }
      ),
      (
        "hold lift", false,
        { store, now in
          _ = try store.journal().placeHold(
            .recordSet("person"), reference: "A", reason: "suit", by: "test", at: now)
          _ = try store.journal().liftHolds(reference: "A", reason: "over", by: "test", at: now)
        }
      ),
      (
        "approve", false,
        { store, now in
          try store.journal().approve(
            AgreedFiles(
              digest: store.configuration.digest, rules: store.configuration.rulesBytes,
              rulesDigest: store.configuration.rulesDigest, stores: store.configuration.storesBytes,
              storesDigest: store.configuration.storesDigest, baseDirectory: store.folder.path), by: "test",
            at: now)
        }
      ),
      (
        "settle", false,
        { store, now in
          let batch = try store.leaveOpen([2, 4])
          try store.database("main").execute("DELETE FROM person WHERE id = 2")
          _ = try Settlement(store.context()).settle(
            batch, as: .notCommitted, by: "test", reason: "looked", at: now)
        }
      ),
      (
        "rotate-key", false,
        { store, now in
          try store.journal().rotateKey(to: SigningKey(seed: Array(65...96)), reason: "yearly", at: now)
        }
      ),
    ]

  @Test(
    "Whatever is done by a doubtful clock: records stay, no entry has its time, a second try ends the same, and the clock set right goes on",
    arguments: clocks)
  func matrix(shift: Int, isBelieved: Bool) throws {
    for (name, isRun, act) in Self.acts {
      let store = try TestStore()
      let accepted = store.now.adding(seconds: -30)
      // The journal's last entry is from now, but for the second that its making took.
      try store.journal().append([.serviceStarted(version: "1")], at: store.now)
      let before = try store.journal(.read).size
      let shown = store.now.adding(seconds: shift)
      for _ in 0..<(isRun ? 2 : 1) {
        var refusal: (any Error)?
        do { try act(store, shown) } catch { refusal = error }
        if isRun, !isBelieved {
          guard case .clock? = refusal as? RunError else {
            Issue.record("\(name) at \(shift): \(String(describing: refusal))")
            continue
          }
          #expect(try store.count("person") == 40 && store.types().last == "refusal", "\(name)")
        } else {
          #expect(refusal == nil, "\(name) at \(shift)")
        }
      }
      if name == "rotate-key" { store.rotatedKey = try SigningKey(seed: Array(65...96)) }
      let stamp = isBelieved ? max(shown, store.now) : store.now
      try store.journal(.read).forEachEntry(from: before) { entry in
        // What `settle` finds open was written before.
        let found: [EntryType] = [.planMade, .runStarted, .batchPrepared]
        guard name != "settle" || !found.contains(entry.type) else { return }
        #expect(entry.time == stamp && entry.time > accepted, "\(name) at \(shift): \(entry.type)")
        #expect(
          entry.data["clock"]?.stringValue == (isBelieved ? nil : shown.iso8601), "\(name): \(entry.type)")
      }
      #expect(try store.verify().findings == [], "\(name) at \(shift)")
      if name == "hold add" { #expect(try store.journal(.read).holds().count == 1) }
      if !isBelieved {
        let right = store.now.adding(seconds: Self.day)
        let report = try store.purge(at: right)
        #expect(report.status == .complete, "\(name) at \(shift)")
        #expect(try store.journal(.read).acceptedTime == right && store.verify().findings == [])
        #expect(try store.count("person") == (name == "hold add" ? 40 : 20), "\(name) at \(shift)")
      }
    }
  }

  // MARK: A longer gap

  private static func server(_ store: any RecordStore, shows time: Instant?) -> any RecordStore {
    let server = TroubledStore(store)
    server.clockAnswer = { () throws(StoreError) in
      guard let time else { throw .unavailable(store: "main", cause: "the test took it away") }
      return time
    }
    return server
  }

  @Test(
    "A gap that the calendar does not plan is believed if kernel, kernel's time and a server's clock agree, and in no other case"
  )
  func evidence() throws {
    let shift = 90 * Self.day
    for isSynchronised in [false, true] {
      for kernelShift: Int? in [nil, 0, 2, -2, -90 * Self.day] {
        for serverShift: Int?? in [nil, .some(nil), 0, 299, -299, 301, -301, -90 * Self.day] {
          let store = try TestStore()
          let shown = store.now.adding(seconds: shift)
          store.kernel = {
            KernelClock(time: kernelShift.map { shown.adding(seconds: $0) }, isSynchronised: isSynchronised)
          }
          if let serverShift {
            store.wrap = {
              $0.name == "main" ? Self.server($0, shows: serverShift.map { shown.adding(seconds: $0) }) : $0
            }
          }
          let agrees = (serverShift ?? nil).map { abs($0) <= 300 } ?? false
          let isBelieved = isSynchronised && kernelShift == 0 && agrees
          let tried =
            "\(isSynchronised) \(String(describing: kernelShift)) \(String(describing: serverShift))"
          if isBelieved {
            #expect(try store.purge(at: shown).changedCount > 0, "\(tried)")
            #expect(try store.journal(.read).acceptedTime == shown)
          } else {
            #expect(throws: RunError.self, "\(tried)") { try store.purge(at: shown) }
            #expect(try store.count("person") == 40, "\(tried)")
          }
          #expect(try store.verify().findings == [])
        }
      }
    }
  }

  @Test(
    "A server whose clock differs by more than five minutes stops the run in any case; one that is away stops its own record sets"
  )
  func servers() throws {
    for (shift, stops) in [
      (0, false), (300, false), (-300, false), (301, true), (-301, true), (-Self.years, true),
    ] {
      let store = try TestStore()
      store.kernel = { [now = store.now] in KernelClock(time: now, isSynchronised: true) }
      let shown = store.now.adding(seconds: shift)
      store.wrap = { $0.name == "cold" ? Self.server($0, shows: shown) : $0 }
      if stops {
        #expect { try store.purge() } throws: { "\($0)".contains("clock of store cold is") }
        #expect(try store.count("person") == 40)
      } else {
        #expect(try store.purge().status == .complete)
      }
    }
    let store = try TestStore()
    store.wrap = { $0.name == "cold" ? Self.server($0, shows: nil) : $0 }
    #expect(try store.purge().changed.contains { $0.recordSet == "person" })
  }

  @Test("The time that a slow answer takes is no difference")
  func slowAnswer() throws {
    let store = try TestStore()
    var clock = store.now
    store.wrap = { inner in
      let server = TroubledStore(inner)
      server.clockAnswer = { () throws(StoreError) in
        clock = clock.adding(seconds: 400)
        return clock.adding(seconds: -200)
      }
      return server
    }
    let report = try Purger(store.context()).purge(clock: { clock }, observe: { _ in })
    #expect(report.changedCount > 0)
  }

  // MARK: The kernel

  @Test("Without a word about it, a run wants a clock that the kernel calls synchronised")
  func synchronised() throws {
    for (clock, isSynchronised, runs) in [
      ("{}", false, false), ("{}", true, true), (#"{"requireSynchronised": true}"#, false, false),
      (#"{"requireSynchronised": false}"#, false, true),
    ] {
      let store = try TestStore(stores: TestStore.stores(clock: clock))
      store.kernel = { [now = store.now] in KernelClock(time: now, isSynchronised: isSynchronised) }
      if runs {
        #expect(try store.purge().changedCount > 0)
      } else {
        #expect { try store.purge() } throws: { "\($0)".contains("clock.requireSynchronised") }
        // The refusal is stamped with the last accepted time, though the clock is near it.
        let last = try store.journal(.read).lastEntry(ofType: .refusal)
        #expect(
          last?.time == store.now.adding(seconds: -30)
            && last?.data["clock"]?.stringValue == store.now.iso8601)
      }
      #expect(try store.verify().findings == [])
    }
  }

  @Test(
    "A clock that was set while the service ran is doubted until the kernel vouches for it, or somebody does")
  func jump() throws {
    let store = try TestStore()
    var options = RunOptions()
    options.clockJump = ClockJump(seconds: -3_600, sinceEntry: try store.journal(.read).size)
    #expect { try store.purge(options: options) } throws: { "\($0)".contains("put back by 60 minutes") }
    #expect(try store.count("person") == 40)
    try store.acceptClock(at: store.now)
    #expect(try store.purge(options: options).changedCount > 0)
    let vouched = try TestStore()
    vouched.kernel = { [now = vouched.now] in KernelClock(time: now, isSynchronised: true) }
    #expect(try vouched.purge(options: options).changedCount > 0)
  }

  // MARK: What is allowed

  static let allowances: [(members: String, allowed: Int)] = [
    (#""calendar": ["*:*:*"]"#, 3 * day), (#""calendar": ["02:30 UTC"]"#, 3 * day),
    (#""calendar": ["Mon 02:30 UTC"]"#, 9 * day), (#""calendar": ["yearly UTC"]"#, 368 * day),
    (#""calendar": ["1999-01-01"]"#, 40 * day), (#""calendar": []"#, 40 * day),
    (#""calendar": ["yearly UTC"], "clock": {"maximumAdvance": "P1D", "requireSynchronised": false}"#, day),
    (#""clock": {"maximumAdvance": "P100D", "requireSynchronised": false}"#, 100 * day),
  ]

  @Test(
    "The calendar's longest gap and two days are allowed, or what stores.json says instead; forty days where the calendar never comes",
    arguments: allowances)
  func allowance(members: String, allowed: Int) throws {
    let members =
      members.contains("clock") ? members : members + #", "clock": {"requireSynchronised": false}"#
    func store() throws -> TestStore {
      try TestStore(
        stores: TestStore.stores().replacing(#""clock": {"requireSynchronised": false}"#, with: members))
    }
    let within = try store()
    let last = within.now.adding(seconds: -30)
    #expect(try within.purge(at: last.adding(seconds: allowed)).changedCount > 0)
    let beyond = try store()
    #expect(throws: RunError.self) { try beyond.purge(at: last.adding(seconds: allowed + 2)) }
  }

  // MARK: Back and forward

  @Test(
    "A run by a wrong clock that somebody accepted is led back, and a record that came back is judged by the time that is known now"
  )
  func ledBack() throws {
    let store = try TestStore()
    let far = store.now.adding(seconds: Self.years)
    try store.acceptClock(at: far)
    // Everybody is due in twenty years.
    #expect(try store.purge(at: far).changed.first { $0.recordSet == "person" }?.count == 40)
    try store.acceptClock(at: store.now)
    #expect(try store.purge().status == .complete)
    // Others take the keys of the dead: in force now, and due in twenty years.
    try store.database("main").execute(
      "INSERT INTO person SELECT i, '1', 'new', '2026-06-01' FROM (SELECT 1 AS i UNION SELECT 2)")
    let found = try store.returned("person")
    #expect(found.again == 0, "\(found)")
    try store.reconcile()
    #expect(try store.count("person") == 2)
    #expect(try store.verify().findings == [])
  }
}

extension TestStore {
  /// An intent whose batch a crash left open.
  func leaveOpen(_ keys: [Int64]) throws -> BatchName {
    var list = KeyList()
    for key in keys { list.append(key: [.integer(key)]) }
    let journal = try journal(.run)
    return try journal.prepare(
      BatchIntent(
        StageOfRun(
          run: try beginRun(in: journal, at: now), configuration: configuration.digest, domain: "rights",
          rule: "rights", action: .delete,
          recordSet: "person", store: "main", cutoff: "2021-11-23"), count: keys.count, dependents: [:]),
      keys: list, holdGeneration: try journal.holdGeneration(), at: now)
  }
}
