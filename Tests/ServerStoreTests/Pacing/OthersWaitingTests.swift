import Foundation
import RecordStores
import StoreConformance
import TestNames
import Testing

/// Who waits for the locks of an open batch.
@Suite struct OthersWaitingTests {
  @Test(
    "Sessions that wait for rows of a batch are counted while it is open, and those that wait for somebody else are not",
    arguments: [BenchEngine.postgresql, .mariadb])
  func waiting(engine: BenchEngine) throws {
    let bench = try ArchiveBench(engine)
    try bench.run(
      "CREATE TABLE person (id int NOT NULL PRIMARY KEY, n int)", "INSERT INTO person VALUES (1, 0), (2, 0)",
      "CREATE TABLE other (id int NOT NULL PRIMARY KEY, n int)", "INSERT INTO other VALUES (1, 0)")
    let store = try bench.open("main", busySeconds: 20)
    // Somebody waits for somebody else all the while.
    let holder = try bench.session()
    try holder("START TRANSACTION")
    try holder("UPDATE other SET n = 1")
    try later(bench, "UPDATE other SET n = 2")
    let set = RecordSet(name: "person", store: "main", table: "person", key: ["id"])
    let batch = try #require(
      try store.begin(
        .delete, on: Selection(recordSet: set, predicate: .always), limit: BatchLimit(),
        holds: AskedHolds.nobody()))
    #expect(try batch.othersWaiting() == 0)
    try later(bench, "UPDATE person SET n = 1 WHERE id = 1")
    try later(bench, "UPDATE person SET n = 1 WHERE id = 2")
    var seen: Int? = 0
    for _ in 0..<100 where seen != 2 {
      usleep(100_000)
      seen = try batch.othersWaiting()
    }
    #expect(seen == 2)
    // The question has spoilt nothing.
    try batch.commit()
    #expect(try store.rowCount(of: set) == 0)
    try holder("COMMIT")
  }

  /// Runs a statement of the application on a thread of its own, which waits as long as it must.
  private func later(_ bench: ArchiveBench, _ statement: String) throws {
    let session = try bench.session()
    Thread.detachNewThread { _ = try? session(statement) }
  }
}
