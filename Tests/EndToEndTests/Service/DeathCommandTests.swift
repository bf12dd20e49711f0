import Foundation
import SQLite
import TestNames
import Testing
import Words

/// A record set in which the process dies again and again: two runs try it, and those after them leave it to a person.
@Suite struct DeathCommandTests {
  private static let table = """
    CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
    INSERT INTO t VALUES (1, 'old'), (2, 'old'), (3, 'new');
    """

  private static func recordSet(_ name: String, store: String) -> String {
    """
    "\(name)": {"store": "\(store)", "table": "t", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  }

  /// Two stores, with a record set each.
  private func make() throws -> SmallConfiguration {
    try SmallConfiguration(
      content: Self.table,
      recordSets: Self.recordSet("deadly", store: "main") + "," + Self.recordSet("harmless", store: "other"),
      otherStores: #", "other": {"engine": "sqlite", "path": "other.sqlite"}"#
    ) { folder in
      try Connection(path: folder.appending(path: "other.sqlite").path, mode: .create, busySeconds: 1)
        .execute(
          Self.table.replacing("'old'", with: "'2015-01-01'").replacing(
            "'new'", with: "'\(SmallConfiguration.yesterday)'"))
    }
  }

  private func ids(_ small: SmallConfiguration, _ file: String) throws -> [Int64] {
    let connection = try Connection(
      path: small.folder.appending(path: file).path, mode: .readOnly, busySeconds: 5)
    let query = try connection.prepare("SELECT id FROM t ORDER BY id")
    var ids: [Int64] = []
    while try query.step() { ids.append(query.integer(0)) }
    return ids
  }

  /// The record set that the lock file names, and when it was written.
  private func mark(_ small: SmallConfiguration) throws -> (text: String?, time: Date?) {
    let lock = small.folder.appending(path: "journal.sqlite.lock")
    guard let content = try? Data(contentsOf: lock) else { return (nil, nil) }
    let text = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
    let time = try FileManager.default.attributesOfItem(atPath: lock.path)[.modificationDate] as? Date
    return (text.split(separator: "\n").last.map(String.init), time)
  }

  /// Kills a purge while it works on the record set: the store's file is locked, so that it waits there.
  private func die(_ small: SmallConfiguration, by signal: Int32) throws {
    let blocker = try Connection(path: small.path, mode: .readWrite, busySeconds: 5)
    try blocker.execute("BEGIN EXCLUSIVE")
    let before = try mark(small).time
    let process = Program.process(["purge"] + small.files)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The mark of an earlier death is there until this run has noted it.
    let end = Date(timeIntervalSinceNow: 60)
    while Date() < end, try mark(small).text != "deadly" || mark(small).time == before { usleep(2_000) }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    try #require(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
    try blocker.execute("ROLLBACK")
  }

  @Test(
    "After two deaths in a row it is passed over and said everywhere, the others go on, and a person takes it up again",
    arguments: [SIGKILL, SIGABRT, SIGSEGV])
  func twice(signal: Int32) throws {
    let small = try make()
    try die(small, by: signal)
    #expect(try Program(["status"] + small.files).output.contains("Died in        deadly"))
    // The second run notes the first death, and dies itself.
    try die(small, by: signal)
    let run = try Program(["purge"] + small.files)
    #expect(run.exitCode == 1)
    for text in ["died in it 2 times in a row", "record-set resume deadly --reason"] {
      #expect((run.output + run.errors).contains(text), "\(run.output)\(run.errors)")
    }
    #expect(try ids(small, "main.sqlite") == [1, 2, 3] && ids(small, "other.sqlite") == [3])
    #expect(try Program(["status"] + small.files).output.contains("Passed over    deadly"))
    let check = try Program(["check"] + small.files)
    #expect(check.exitCode == 2 && check.output.contains("REFUSED deadly: the process died"))
    #expect(try Program(["plan"] + small.files).output.contains("record-set resume deadly"))
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)

    let resume = ["record-set", "resume", "deadly", "--reason", "the view that crashed it is mended"]
    let resumed = try Program(resume + small.files)
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    let again = try Program(resume + small.files)
    #expect(again.exitCode == 66 && again.errors.contains("nothing to resume"))
    #expect(try Program(["record-set", "resume", "nothing", "--reason", "r"] + small.files).exitCode == 66)
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    #expect(try ids(small, "main.sqlite") == [3])
    #expect(!(try Program(["status"] + small.files).output.contains("deadly")))
    let journal = try Program(["journal", "show"] + small.files).output
    #expect(journal.contains("record-set.died") && journal.contains("record-set.resumed"))
    let verify = try Program(["journal", "verify"] + small.files)
    #expect(verify.exitCode == 0, "\(verify.output)")
  }

  @Test("A pass in between begins anew, and neither an end by SIGTERM nor a store that is away is a death")
  func noDeath() throws {
    let small = try make()
    try die(small, by: SIGKILL)
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    try die(small, by: SIGKILL)
    #expect(try Program(["purge"] + small.files).exitCode == 0, "one death in a row")
    let file = small.folder.appending(path: "main.sqlite")
    for _ in 0..<3 {
      try FileManager.default.moveItem(at: file, to: file.appendingPathExtension("away"))
      #expect(try Program(["purge"] + small.files).exitCode == 1)
      try FileManager.default.moveItem(at: file.appendingPathExtension("away"), to: file)
    }
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  @Test("Where settling an open batch is what the process died of, twice, the run stops and names the batch")
  func settling() throws {
    let small = try make()
    let locked = small.folder.appending(path: "journal.sqlite.lock")
    // What two deaths in settling leave: an open batch, and the mark.
    let journal = try SmallJournal(small)
    let batch = try journal.openBatch(recordSet: "deadly", store: "main")
    for _ in 0..<2 {
      try Data("0\n\(batch)\ndeadly\n".utf8).write(to: locked)
      try journal.noteDeath()
    }
    let run = try Program(["purge"] + small.files)
    #expect(
      run.exitCode == 74 && run.errors.contains(batch.rawValue)
        && run.errors.contains("record-set resume deadly"),
      "\(run.errors)")
    #expect(
      try Program(["record-set", "resume", "deadly", "--reason", "mended"] + small.files).exitCode == 0)
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    #expect(try ids(small, "main.sqlite") == [3])
  }
}
