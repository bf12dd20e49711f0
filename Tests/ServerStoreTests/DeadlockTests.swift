import Foundation
import RecordStores
import StoreConformance
import Synchronization
import TestNames
import Testing

/// Real deadlocks between a batch and an application.
@Suite struct DeadlockTests {
  @Test(
    "A deadlock undoes the batch, is told from a lock that is not given, and the same batch is made when it is over",
    arguments: [BenchEngine.postgresql, .mariadb])
  func deadlock(engine: BenchEngine) throws {
    let bench = try ArchiveBench(engine)
    try bench.run(
      "CREATE TABLE person (id int NOT NULL PRIMARY KEY)",
      "CREATE TABLE letter (id int NOT NULL PRIMARY KEY, person int, n int, FOREIGN KEY (person) REFERENCES person (id))",
      "INSERT INTO person VALUES (1), (2)", "INSERT INTO letter VALUES (1, 1, 0), (2, 2, 0)")
    let set = RecordSet(
      name: "person", store: "main", table: "person", key: ["id"],
      dependents: [Dependent(table: "letter", references: [.init(column: "person", parentColumn: "id")])])
    let store = try bench.open("main", busySeconds: 20)
    let application = try bench.session()
    // The application has the letters; the batch has the people, and waits for the letters; the application then wants the people. It has
    // changed more rows, and is patient, so that it is the batch that is chosen.
    try application("START TRANSACTION")
    try application(engine == .postgresql ? "SET LOCAL deadlock_timeout = '60s'" : "DO 1")
    if engine == .mariadb {
      try bench.run("CREATE TABLE weight (id int PRIMARY KEY)")
      try application("INSERT INTO weight SELECT seq FROM seq_1_to_1000")
    }
    try application("UPDATE letter SET n = 1")
    let isThrough = Mutex(false)
    let other = Thread {
      usleep(500_000)
      try? application("SELECT id FROM person WHERE id = 1 FOR UPDATE")
      try? application("COMMIT")
      isThrough.withLock { $0 = true }
    }
    other.start()
    let selection = Selection(recordSet: set, predicate: .always)
    #expect {
      _ = try store.begin(
        .delete, on: selection, limit: BatchLimit(seconds: 30), holds: AskedHolds.nobody())
    } throws: { error in
      guard let error = error as? StoreError, case .conflict = error else { return false }
      return error.isTransient
    }
    while !isThrough.withLock({ $0 }) { usleep(10_000) }
    let batch = try store.begin(
      .delete, on: selection, limit: BatchLimit(), holds: AskedHolds.nobody())
    #expect(batch?.keys.count == 2 && batch?.dependents == ["letter": 2])
    try batch?.commit()
  }

  @Test(
    "A lock that is not given in its time, and a statement that is too slow, are two different errors",
    arguments: [BenchEngine.postgresql, .mariadb])
  func timeouts(engine: BenchEngine) throws {
    let bench = try ArchiveBench(engine)
    try bench.run("CREATE TABLE person (id int NOT NULL PRIMARY KEY)", "INSERT INTO person VALUES (1)")
    let set = RecordSet(name: "person", store: "main", table: "person", key: ["id"])
    let application = try bench.session()
    // The whole table: rows alone are passed over.
    try application(
      engine == .mariadb ? "LOCK TABLES person WRITE" : "BEGIN; LOCK TABLE person IN ACCESS EXCLUSIVE MODE")
    func outcome(seconds: Double) -> (any Error)? {
      do {
        let store = try bench.open("main")
        _ = try store.begin(
          .delete, on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(seconds: seconds),
          holds: AskedHolds.nobody())
        return nil
      } catch {
        return error
      }
    }
    // The harness waits a second for locks.
    #expect { throw try #require(outcome(seconds: 20)) } throws: {
      if case StoreError.rowsLocked = $0 { true } else { false }
    }
    #expect { throw try #require(outcome(seconds: 0.3)) } throws: {
      if case StoreError.timedOut = $0 { true } else { false }
    }
    try application(engine == .mariadb ? "UNLOCK TABLES" : "ROLLBACK")
  }
}
