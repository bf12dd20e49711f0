import Foundation
import SQLite
import Testing
import Words

/// What ends early on a connection to a file, and what never does.
@Suite struct EndingTests {
  private let path = FileManager.default.temporaryDirectory.appending(
    path: "ending-\(UUID().uuidString).sqlite"
  ).path

  private func open(_ stop: StopSignal, busySeconds: Double = 600) throws -> (Connection, WorkInHand) {
    let work = WorkInHand(stop: stop)
    let connection = try Connection(path: path, mode: .create, busySeconds: busySeconds, work: work)
    try connection.execute(
      "CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY); INSERT OR IGNORE INTO t VALUES (1), (2)")
    return (connection, work)
  }

  private static let endless =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

  private func later(_ stop: StopSignal) {
    Thread.detachNewThread {
      usleep(100_000)
      stop.request()
    }
  }

  @Test("A statement that runs and a wait for a lock end when the stop comes")
  func ends() throws {
    for isWait in [true, false] {
      let stop = StopSignal()
      let (connection, work) = try open(stop)
      let other = try Connection(path: path, mode: .readWrite, busySeconds: 1)
      if isWait { try other.execute("BEGIN IMMEDIATE") }
      later(stop)
      #expect(throws: Stopped.self) {
        if isWait {
          try connection.beginImmediate()
        } else {
          try connection.interruptibly { _ = try connection.integer(Self.endless) }
        }
      }
      #expect(!connection.isInTransaction && work.steps > 0)
    }
    try FileManager.default.removeItem(atPath: path)
  }

  @Test("With a cursor open a rollback after a stop lets the lock go at once, and a commit is made")
  func rollback() throws {
    let stop = StopSignal()
    let (connection, work) = try open(stop)
    let other = try Connection(path: path, mode: .readWrite, busySeconds: 0)
    try connection.beginImmediate()
    let query = try connection.prepare("SELECT a FROM t")
    #expect(throws: Stopped.self) {
      try connection.interruptibly {
        _ = try query.step()
        try connection.execute("DELETE FROM t")
        stop.request()
        _ = try connection.integer(Self.endless)
      }
    }
    #expect(connection.rollback())
    try other.execute("BEGIN IMMEDIATE; ROLLBACK")
    #expect(try other.integer("SELECT count(*) FROM t") == 2)
    // From an intent on nothing ends early.
    query.reset()
    try work.shielded {
      try connection.beginImmediate()
      try connection.execute("DELETE FROM t WHERE a = 1")
      try connection.commit()
    }
    #expect(try other.integer("SELECT count(*) FROM t") == 1)
    try FileManager.default.removeItem(atPath: path)
  }

  @Test(
    "What a time limit ended is told from a stop, and from what a function made of it, and the next statement is not blamed"
  )
  func timeLimit() throws {
    let stop = StopSignal()
    let (connection, _) = try open(stop)
    struct Wrapped: Error {}
    try connection.define("asks", argumentCount: 0, isDeterministic: false) { _ in
      do { _ = try connection.integer(Self.endless) } catch { throw Wrapped() }
      return .null
    }
    #expect(throws: TimeLimitPassed.self) {
      try connection.withTimeLimit(seconds: 0.05) { _ = try connection.text("SELECT asks()") }
    }
    // A body that takes the error for an answer has not got one.
    #expect(throws: TimeLimitPassed.self) {
      try connection.withTimeLimit(seconds: 0.05) { _ = try? connection.text("SELECT asks()") }
    }
    _ = connection.takeThrown()
    #expect(connection.takeThrown() == nil)
    later(stop)
    #expect(throws: Stopped.self) {
      try connection.interruptibly { _ = try connection.text("SELECT asks()") }
    }
    #expect(connection.takeThrown() == nil)
    try FileManager.default.removeItem(atPath: path)
  }
}
