import AuditJournal
import CivilTime
import RecordStores
import SQLite
import TestNames
import Testing
import Words

@testable import Purging

/// The batches of one stage by themselves: in what order a batch's steps come, and what is done about a batch that fails.
@Suite struct BatchLoopTests {
  /// Forty people, of whom every second one is due, in batches of ten.
  private final class Bench {
    let store: TestStore
    let context: PurgeContext
    let progress: RunProgress
    var stop: StopSignal { context.work.stop }

    /// - Parameter trouble: given each store in whose place it stands.
    init(_ trouble: @escaping (TroubledStore, TestStore) -> Void = { _, _ in }) throws {
      let store = try TestStore()
      store.wrap = { [unowned store] inner in
        let wrapped = TroubledStore(inner)
        trouble(wrapped, store)
        return wrapped
      }
      self.store = store
      context = try store.context()
      let journal = try #require(context.journal)
      let heard = Heard()
      progress = RunProgress(
        context, journal: journal, now: store.now, clock: { store.now },
        observe: { heard.events.append($0) })
      self.heard = heard
      let run = try store.beginRun(in: journal, at: store.now)
      #expect(run == progress.run)
    }

    private final class Heard { var events: [RunEvent] = [] }
    private let heard: Heard

    func task(_ action: StageAction = .delete) throws -> BatchTask {
      let name: RecordSetName = action == .archive ? "file" : "person"
      let bound = try #require(context.bindings.recordSet(named: name))
      let selection = try DueSelections(context).selection(
        of: bound, action: action, rule: 0, conditions: context.conditions(for: bound, now: store.now),
        foresees: false)
      return BatchTask(
        bound: bound, action: action, rule: action == .archive ? "record" : "rights", cutoff: "2021-11-23",
        selection: try #require(selection))
    }

    func run(_ task: BatchTask) throws -> BatchLoop.Ending {
      try BatchLoop(task, in: progress, store: context.stores.store(named: "main")).execute()
    }

    /// The rows of each committed batch.
    var batches: [Int] {
      heard.events.compactMap { if case .batch(let batch) = $0 { batch.count } else { nil } }
    }

    /// The rows that each batch was tried again with.
    var retried: [Int] {
      heard.events.compactMap { if case .retried(_, _, let rows, _) = $0 { rows } else { nil } }
    }
  }

  /// What was seen at each step.
  private final class Trace {
    var steps: [String] = []
    var stop: StopSignal?
  }

  /// The journal's entries on batches, as somebody else reads them.
  private static func entries(_ store: TestStore) throws -> String {
    try store.types().filter { $0.hasPrefix("batch.") }.map { String($0.dropFirst(6)) }
      .joined(separator: " ")
  }

  private static func key(_ id: Int64) -> [UInt8] {
    var keys = KeyList()
    keys.append(key: [.integer(id)])
    return Array(keys[0])
  }

  private static func contains(_ id: Int64, _ batch: any StoreBatch) -> Bool {
    (0..<batch.keys.count).contains { Array(batch.keys[$0]) == key(id) }
  }

  @Test(
    "A batch's change comes first, then its durable intent, then its commit; its outcome comes with the next intent"
  )
  func order() throws {
    let trace = Trace()
    let bench = try Bench { troubled, store in
      guard troubled.name == "main" else { return }
      func note(_ step: String) throws { trace.steps.append("\(step): \(try Self.entries(store))") }
      troubled.beginning = { _, batch in
        try? note("change")
        return batch.map { TracedBatch($0) { try? note("commit") } }
      }
    }
    #expect(try bench.run(bench.task()) == .finished)
    #expect(
      trace.steps == [
        "change: ", "commit: prepared", "change: prepared", "commit: prepared outcome prepared",
        "change: prepared outcome prepared",
      ])
    #expect(bench.batches == [10, 10])
    #expect(try bench.store.count("person") == 20)
    // The last outcome comes with what the run writes next.
    try bench.progress.removeFiles()
    #expect(try Self.entries(bench.store) == "prepared outcome prepared outcome")
  }

  @Test("What takes in moved rows is committed before what loses them, and both after the intent")
  func moving() throws {
    let trace = Trace()
    let bench = try Bench { troubled, store in
      func note(_ step: String) { trace.steps.append("\(step): \((try? Self.entries(store)) ?? "?")") }
      troubled.receiving = { TracedReceiving($0) { note("receive") } }
      troubled.beginning = { _, batch in batch.map { TracedBatch($0) { note("commit") } } }
    }
    #expect(try bench.run(bench.task(.archive)) == .finished)
    #expect(trace.steps == ["receive: prepared", "commit: prepared"])
    #expect(try bench.store.count("file") == 1)
    #expect(try bench.store.count("file", in: "cold") == 2)
  }

  @Test(
    "A batch that takes too long is tried with half of its rows, and each that succeeds lets the next be twice as large"
  )
  func halving() throws {
    let trace = Trace()
    let bench = try Bench { troubled, _ in
      troubled.attempting = { (limit) throws(StoreError) in
        trace.steps.append("\(limit.rows)")
        if limit.rows > 4 { throw .timedOut(store: "main") }
      }
    }
    #expect(try bench.run(bench.task()) == .finished)
    #expect(trace.steps.prefix(6) == ["10", "5", "2", "4", "8", "4"])
    #expect(bench.batches == [2, 4, 4, 4, 4, 2])
    #expect(bench.progress.setAsideCount == 0)
  }

  @Test("The one row that no batch can change is set aside, with an entry, and the others go")
  func settingAside() throws {
    let bench = try Bench { troubled, _ in
      troubled.beginning = { (_, batch) throws(StoreError) in
        guard let batch, Self.contains(24, batch) else { return batch }
        batch.rollback()
        throw .constraint(store: "main", recordSet: "person", constraint: "keeps 24")
      }
    }
    #expect(try bench.run(bench.task()) == .finished)
    #expect(bench.progress.setAsideKeys == ["person": [Self.key(24)]])
    #expect(bench.batches.reduce(0, +) == 19)
    #expect(bench.retried.last == 1)
    #expect(try bench.store.count("person WHERE id = 24") == 1)
    #expect(try bench.store.types().count { $0 == "row.set-aside" } == 1)
  }

  @Test(
    "Rows that others have locked are passed over without a wait, and go at the end if they are free by then")
  func locked() throws {
    let trace = Trace()
    let bench = try Bench { troubled, _ in
      var refusals = 0
      troubled.attempting = { limit in trace.steps.append("\(limit.rows) \(limit.waitsForLocks)") }
      troubled.beginning = { (_, batch) throws(StoreError) in
        // Its lock is given back when everything else is done.
        guard let batch, Self.contains(24, batch), batch.keys.count > 1 || refusals < 5 else { return batch }
        refusals += 1
        batch.rollback()
        throw .rowsLocked(store: "main")
      }
    }
    #expect(try bench.run(bench.task()) == .finished)
    #expect(trace.steps.first == "10 true")
    #expect(trace.steps.contains("1 false"))
    #expect(bench.batches.last == 1)
    #expect(bench.batches.reduce(0, +) == 20)
    #expect(bench.progress.locked.isEmpty)
    #expect(bench.progress.setAsideCount == 0)
  }

  @Test(
    "Rows that a batch passed over since others hold them are asked for again, and are told if they stay locked"
  )
  func stillLocked() throws {
    let bench = try Bench { troubled, _ in
      troubled.beginning = { _, batch in
        var keys = KeyList()
        keys.append(key: [.integer(24)])
        guard let batch, Self.contains(24, batch) else { return batch }
        batch.rollback()
        return TracedBatch(Nothing(), locked: keys)
      }
    }
    #expect(try bench.run(bench.task()) == .finished)
    #expect(bench.progress.locked == [LockedRows(recordSet: "person", rule: "rights", count: 1)])
    #expect(bench.batches.reduce(0, +) == 19)
  }

  /// A batch that holds no row.
  private final class Nothing: StoreBatch {
    var keys: KeyList { KeyList() }
    var dependents: [String: Int] { [:] }
    var subjects: BatchSubjects { BatchSubjects() }
    var position: BatchPosition? { nil }
    var setAside: [SetAside] { [] }
    func commit(recording entry: LedgerEntry?) throws(StoreError) {}
    func rollback() {}
  }

  @Test(
    "A hold that is placed between a batch's change and its intent has the batch undone, and its row stays")
  func holdBetween() throws {
    let trace = Trace()
    let bench = try Bench { troubled, store in
      troubled.beginning = { _, batch in
        if trace.steps.isEmpty {
          trace.steps.append("held")
          _ = try? store.journal().placeHold(
            .record(store: "main", recordSet: "person", key: Self.key(2)), reference: "R-1", reason: "court",
            by: "test", at: store.now)
        }
        return batch
      }
    }
    #expect(try bench.run(bench.task()) == .finished)
    #expect(bench.retried == [10])
    #expect(bench.batches.reduce(0, +) == 19)
    #expect(try bench.store.count("person WHERE id = 2") == 1)
  }

  @Test("A stop is obeyed between two batches, and what is begun is brought to its outcome")
  func stopping() throws {
    let trace = Trace()
    let bench = try Bench { troubled, _ in
      troubled.beginning = { _, batch in batch.map { TracedBatch($0) { trace.stop?.request() } } }
    }
    trace.stop = bench.stop
    #expect(try bench.run(bench.task()) == .stopped)
    #expect(bench.batches == [10])
    try bench.progress.removeFiles()
    #expect(try Self.entries(bench.store) == "prepared outcome")
  }

  @Test(
    "A guard on volume ends the batches when its rows are spent, and says so only if more are due",
    arguments: [20, 25, 13])
  func budget(rows: Int) throws {
    let bench = try Bench()
    var task = try bench.task()
    task.budget = RowBudget(rows: rows)
    if rows < 20 {
      #expect(throws: BudgetSpent.self) { try bench.run(task) }
    } else {
      #expect(try bench.run(task) == .finished)
    }
    #expect(bench.batches.reduce(0, +) == min(rows, 20))
  }

  @Test(
    "A commit whose answer was lost is counted if the store says that it happened, and made again if not",
    arguments: [true, false])
  func lostAnswer(isCommitted: Bool) throws {
    let bench = try Bench { troubled, _ in
      var isFirst = true
      troubled.beginning = { _, batch in
        guard let batch, isFirst else { return batch }
        isFirst = false
        return LostBatch(batch, isCommitted: isCommitted)
      }
    }
    #expect(try bench.run(bench.task()) == .finished)
    #expect(bench.batches == [10, 10])
    #expect(bench.retried == (isCommitted ? [] : [10]))
    #expect(try bench.store.count("person") == 20)
    #expect(try Self.entries(bench.store).hasPrefix("prepared recovered"))
  }

  /// A batch whose commit gives an error, whether it happened or not.
  private final class LostBatch: StoreBatch {
    private let batch: any StoreBatch
    private let isCommitted: Bool

    init(_ batch: any StoreBatch, isCommitted: Bool) {
      self.batch = batch
      self.isCommitted = isCommitted
    }

    var keys: KeyList { batch.keys }
    var dependents: [String: Int] { batch.dependents }
    var subjects: BatchSubjects { batch.subjects }
    var position: BatchPosition? { batch.position }
    var setAside: [SetAside] { batch.setAside }

    func commit(recording entry: LedgerEntry?) throws(StoreError) {
      if isCommitted { try batch.commit(recording: entry) }
      throw .lost(store: "main", cause: "the test took the answer")
    }

    func rollback() { if !isCommitted { batch.rollback() } }
  }
}
