import AuditJournal
import Foundation
import MariaDB
import PostgreSQL
import SQLite
import TestNames
import TestServers
import Testing
import Words

@testable import retentiond

/// Ctrl-C and SIGTERM while a command asks a store or waits for it; cases 78 and 79. Every store may be waited for half an hour.
@Suite(.serialized) struct StopTests {
  enum Kind: String, CaseIterable, Sendable { case sqlite, postgresql, mariadb }

  /// What keeps the command waiting: a table that nobody may read, or one that nobody may change.
  enum Lock: Sendable { case reading, changing }

  struct Command: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    var lock = Lock.reading
    var exitCode: Int32 = 75
    /// What it says of the stop.
    var sentence = "stopped"
    var testDescription: String {
      arguments.joined(separator: " ") + (lock == .changing ? " in a batch" : "")
    }
  }

  static let commands: [Command] = [
    Command(arguments: ["check"]), Command(arguments: ["check", "--data"]), Command(arguments: ["plan"]),
    Command(arguments: ["plan", "--forecast", "P3M"]), Command(arguments: ["purge"], exitCode: 1),
    Command(arguments: ["purge", "--json"], lock: .changing, exitCode: 1, sentence: "truncated"),
    Command(arguments: ["reconcile"]), Command(arguments: ["reconcile", "--purge"], exitCode: 1),
    Command(arguments: ["explain", "t", "1"]),
    Command(arguments: ["hold", "count", "HOLD"], sentence: "asks again"),
    Command(arguments: ["scrub", "--rewrite", "main"], lock: .changing),
  ]

  /// A configuration on one kind of store, and whoever locks its table.
  private struct Locked {
    let small: SmallConfiguration
    let hold: String
    let run: (String) throws -> Void
    /// Tells if a process of ours waits at the server for the lock.
    let isWaitedFor: (Process) throws -> Bool

    init(_ kind: Kind) throws {
      let engine = TestEngine(rawValue: kind.rawValue)
      small = try SmallConfiguration(
        content: """
          CREATE TABLE t (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX t_ended ON t (ended);
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
          INSERT INTO t SELECT i, '084058812' || (1000 + i), 'old' FROM n;
          """,
        recordSets: """
          "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "subject": "nir", "batch": {"rows": 10},
            "events": {"ended": {"column": "ended", "as": "date"}}}
          """, on: engine)
      let file = small.folder.appending(path: "stores.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(
        text.replacing(
          #""engine": "\#(kind.rawValue)""#, with: #""busyTimeout": "PT30M", "engine": "\#(kind.rawValue)""#
        )
        .utf8
      ).write(to: file)
      try SmallJournal(small).approveAsBefore()
      // On nobody, so that it keeps nothing.
      let placed = try Program(
        ["hold", "add", "--subject", "0840588129999", "--reference", "R-1", "--reason", "court"] + small.files
      )
      hold = String(try #require(placed.output.firstMatch(of: #/[Hh]old (\d+)/#), "\(placed.errors)").1)
      guard let copy = small.copy else {
        let application = try Connection(path: small.path, mode: .readWrite, busySeconds: 5)
        run = { try application.execute($0) }
        let path = small.path
        isWaitedFor = { process in
          let folder = "/proc/\(process.processIdentifier)/fd"
          let open = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
          return open.contains {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == path
          }
        }
        return
      }
      let application = try copy.another()
      run = { try application.run($0) }
      isWaitedFor = { _ in
        switch copy.engine {
        case .postgresql:
          try !copy.rows(
            of:
              "pg_catalog.pg_locks AS l JOIN pg_catalog.pg_class AS c ON c.oid = l.relation JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE NOT l.granted AND n.nspname = '\(copy.name)'",
            columns: ["l.pid"], isQuoted: false
          ).isEmpty
        case .mariadb:
          try !copy.rows(
            of:
              "information_schema.processlist WHERE DB = '\(copy.name)' AND STATE LIKE 'Waiting for table%'",
            columns: ["ID"], isQuoted: false
          ).isEmpty
        }
      }
    }

    func take(_ lock: Lock) throws {
      switch (small.copy?.engine, lock) {
      case (nil, .reading): try run("BEGIN EXCLUSIVE")
      case (nil, .changing): try run("BEGIN IMMEDIATE")
      case (.postgresql, .reading): try run("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
      case (.postgresql, .changing): try run("BEGIN; LOCK TABLE t IN SHARE MODE")
      case (.mariadb, .reading): try run("LOCK TABLES t WRITE")
      case (.mariadb, .changing): try run("LOCK TABLES t READ")
      }
    }

    func release() throws { try run(small.copy?.engine == .mariadb ? "UNLOCK TABLES" : "ROLLBACK") }
  }

  @Test(
    "A command that asks or waits ends when it is told to, says so, and leaves nothing",
    arguments: commands, Kind.allCases)
  func stopped(command: Command, kind: Kind) throws {
    // Nothing of SQLite waits for a lock on changing but a change.
    let locked = try Locked(kind)
    try locked.take(command.lock)
    let stopping = try Stopping(
      command.arguments.map { $0 == "HOLD" ? locked.hold : $0 } + locked.small.files)
    #expect(try stopping.wait { try locked.isWaitedFor(stopping.process) }, "\(command) did not come to wait")
    // What is open is about to be waited for.
    usleep(300_000)
    // Each command is asked by Ctrl-C, by a service manager, and by a terminal that is closed.
    let signals: [Kind: Int32] = [.sqlite: SIGINT, .postgresql: SIGTERM, .mariadb: SIGHUP]
    let end = stopping.stop(by: signals[kind] ?? SIGTERM)
    #expect(end.ended, "\(command) went on waiting")
    #expect(stopping.process.terminationReason == .exit)
    #expect(stopping.process.terminationStatus == command.exitCode, "\(end.output) \(end.errors)")
    // MariaDB's batches pass locked rows over, and a lock on the table is met before the run begins.
    let sentence = kind == .mariadb && command.exitCode == 1 ? "stopped" : command.sentence
    #expect((end.output + end.errors).contains(sentence), "\(end.output) \(end.errors)")
    #expect(!(end.output + end.errors).contains("REFUSED"), "\(end.output)")
    let drafts = try FileManager.default.subpathsOfDirectory(atPath: locked.small.folder.path).filter {
      $0.hasSuffix("~")
    }
    #expect(drafts.isEmpty)
    try locked.release()
    #expect(try locked.small.rows(of: "t", columns: ["id"]).count == 30)
    #expect(try SmallJournal(locked.small).pendingBatches().isEmpty)
    let purged = try locked.small.purge()
    #expect(
      purged.program.exitCode == 0 && purged.report["status"] as? String == "complete",
      "\(purged.program.errors)")
    #expect(try locked.small.rows(of: "t", columns: ["id"]).isEmpty)
    let verified = try ServerRuns.session(of: locked.small).verifyJournal(verifierKey: nil, authorities: [])
      .result
    #expect(verified.findings == [] && verified.rows == 30)
  }

  @Test(
    "A command that decides something does nothing of it if it is stopped while it waits for the journal",
    arguments: [
      ["hold", "lift", "1", "--reason", "r"],
      ["hold", "change", "1", "--review", "2090-01-01", "--reason", "r"],
      ["clock", "accept", "--reason", "r"],

      ["store", "accept", "main", "--reason", "r"],
      ["hold", "add", "--record-set", "t", "--reference", "R-2", "--reason", "r"], ["approve", "DIGEST"],
    ])
  func deciding(arguments: [String]) throws {
    let locked = try Locked(.sqlite)
    let before = try Program(["journal", "show"] + locked.small.files).output
    let digest = String(
      try #require(
        try Program(["plan", "--json"] + locked.small.files).output
          .firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)
      ).1)
    let journal = locked.small.folder.appending(path: "journal.sqlite").path
    let other = try Connection(path: journal, mode: .readWrite, busySeconds: 5)
    try other.execute("BEGIN IMMEDIATE")
    let given = arguments.map {
      $0 == "DIGEST" ? digest : $0.replacing("FOLDER", with: locked.small.folder.path)
    }
    let stopping = try Stopping(given + locked.small.files)
    #expect(stopping.wait { stopping.hasOpen(journal) }, "it did not come to the journal")
    usleep(1_000_000)
    // The lock goes in the midst of the stop, which must not let the command go on.
    kill(stopping.process.processIdentifier, SIGINT)
    usleep(300_000)
    try other.execute("ROLLBACK")
    let end = stopping.stop(by: SIGCONT)
    #expect(end.ended && stopping.process.terminationStatus != 0, "\(end.output) \(end.errors)")
    #expect(try Program(["journal", "show"] + locked.small.files).output == before, "\(end.output)")
  }

  @Test(
    "A wait for the journal's lock ends when the command is told to stop, and is not called another program's fault",
    arguments: [["purge"], ["check", "--data"], ["approve", "DIGEST"]])
  func journalLock(arguments: [String]) throws {
    let locked = try Locked(.sqlite)
    let digest =
      try Program(["plan", "--json"] + locked.small.files).output
      .firstMatch(of: #/"configuration": "([0-9a-f]+)"/#).map { String($0.1) } ?? ""
    let journal = locked.small.folder.appending(path: "journal.sqlite").path
    let other = try Connection(path: journal, mode: .readWrite, busySeconds: 5)
    try other.execute("BEGIN IMMEDIATE")
    let stopping = try Stopping(arguments.map { $0 == "DIGEST" ? digest : $0 } + locked.small.files)
    #expect(stopping.wait { stopping.hasOpen(journal) }, "it did not come to the journal")
    usleep(1_000_000)
    let end = stopping.stop(by: SIGTERM)
    try other.execute("ROLLBACK")
    #expect(end.ended)
    #expect(!end.errors.contains("locked"), "\(end.errors)")
    #expect(end.errors.contains("stopped"), "\(end.errors)")
  }

  @Test(
    "A command that can be stopped ends at once while it waits for standard input",
    arguments: CommandNameCheck.all(of: Retentiond.self).filter { $0.command is any StoppableCommand.Type }
      .map(
        \.path))
  func standardInput(path: [String]) throws {
    let required =
      KeyRefusalTests.commands[path.joined(separator: " ")] ?? (path == ["approve"] ? ["0123456789ab"] : [])
    guard !required.contains("--directory"), !required.contains("--journal") else { return }
    let small = try SmallConfiguration(
      content: "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);",
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let input = Pipe()
    let stopping = try Stopping(
      path + required + ["--config", small.folder.path, "--stores", "-"], input: input)
    // It waits for an end that does not come.
    usleep(700_000)
    #expect(stopping.process.isRunning, "\(path)")
    let end = stopping.stop(by: SIGTERM)
    #expect(end.ended && stopping.process.terminationStatus == 75, "\(path): \(end.errors)")
    #expect(!end.errors.contains("in time"), "\(path): \(end.errors)")
    try input.fileHandleForWriting.close()
  }

  @Test("A command that can be stopped ends soon while nobody reads what it prints")
  func fullPipe() throws {
    let insurer = try Insurer(subjects: 40, withHolds: false)
    let process = Program.process(["plan", "--json"] + insurer.files)
    let output = Pipe()
    // The smallest pipe that there is: F_SETPIPE_SZ, which Glibc does not hand on.
    #expect(fcntl(output.fileHandleForWriting.fileDescriptor, 1031, 4_096) > 0)
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    var filled: Int32 = 0
    for _ in 0..<600 where filled == 0 {
      usleep(50_000)
      _ = unsafe ioctl(output.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &filled)
    }
    usleep(200_000)
    #expect(process.isRunning && filled > 0)
    kill(process.processIdentifier, SIGINT)
    // A deadline of ours would be over after twenty seconds.
    for _ in 0..<200 where process.isRunning { usleep(50_000) }
    #expect(!process.isRunning)
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  @Test(
    "A run that is stopped in a batch counts nothing again, and refuses nothing",
    arguments: [Kind.sqlite, .postgresql])
  func unmeasured(kind: Kind) throws {
    let locked = try Locked(kind)
    try locked.take(.changing)
    let stopping = try Stopping(["purge", "--json"] + locked.small.files)
    #expect(try stopping.wait { try locked.isWaitedFor(stopping.process) })
    usleep(300_000)
    let end = stopping.stop(by: SIGTERM)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(end.output.utf8)) as? [String: Any], "\(end.errors)")
    #expect(report["status"] as? String == "truncated")
    #expect(report["unmeasured"] as? [String] == ["t"], "\(report)")
    #expect((report["overdue"] as? [Any])?.isEmpty ?? true && (report["refused"] as? [Any])?.isEmpty ?? true)
    try locked.release()
  }

  @Test(
    "A SQLite commit that readers keep waiting is rolled back when the stop comes, and its outcome journalled"
  )
  func refusedCommit() throws {
    let locked = try Locked(.sqlite)
    // Who reads lets a batch be made, and not be committed.
    try locked.run("BEGIN; SELECT count(*) FROM t")
    let stopping = try Stopping(["purge", "--json"] + locked.small.files)
    #expect(try stopping.wait { try !SmallJournal(locked.small).pendingBatches().isEmpty })
    usleep(300_000)
    let end = stopping.stop(by: SIGTERM)
    #expect(end.ended && stopping.process.terminationStatus == 1, "\(end.output) \(end.errors)")
    #expect(end.output.contains("truncated") && !end.output.contains("REFUSED"), "\(end.output)")
    #expect(try SmallJournal(locked.small).pendingBatches().isEmpty)
    try locked.release()
    #expect(try locked.small.rows(of: "t", columns: ["id"]).count == 30)
    #expect(try locked.small.purge().program.exitCode == 0)
    let verified = try ServerRuns.session(of: locked.small).verifyJournal(verifierKey: nil, authorities: [])
      .result
    #expect(verified.findings == [] && verified.rows == 30)
  }

  @Test(
    "The service ends at once while its run waits, and while it settles an open batch at its start",
    arguments: Kind.allCases)
  func service(kind: Kind) throws {
    let locked = try Locked(kind)
    let batch = try SmallJournal(locked.small).openBatch(recordSet: "t", store: "main")
    try locked.take(.reading)
    let service = try RunningService(locked.small)
    #expect(service.waits { service.statuses.contains { $0.contains("Settling") } })
    usleep(2_000_000)
    #expect(service.ends(by: SIGTERM), "\(service.text)")
    try locked.release()
    #expect(try SmallJournal(locked.small).pendingBatches() == [batch])
    #expect(try locked.small.purge().program.exitCode == 0)
  }
}
