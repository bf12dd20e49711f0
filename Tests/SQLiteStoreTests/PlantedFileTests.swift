import Foundation
import SQLite
import Testing

/// A connection opens and removes its database's own files, whatever somebody planted beside them or in them.
@Suite struct PlantedFileTests {
  /// A folder with a database, and with a file that is none of its own.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "planted-\(UUID().uuidString)")
    var path: String { url.appending(path: "a.sqlite").path }
    var victim: URL { url.appending(path: "victim") }
    var journal: URL { URL(filePath: path + "-journal") }

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data("not yours".utf8).write(to: victim)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func open(_ mode: Connection.Mode = .readWrite) throws -> Connection {
      try Connection(path: path, mode: mode, busySeconds: 1)
    }

    /// Fills the database, and leaves it as a writer does that dies after some of its pages were written: with a journal that must be played back.
    func breakOff() throws {
      let other = url.appending(path: "running.sqlite").path
      let connection = try Connection(path: other, mode: .create, busySeconds: 1)
      try connection.execute("PRAGMA page_size = 1024; PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1")
      try connection.execute(
        """
        CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO t SELECT i, printf('%0500d', i) FROM n;
        BEGIN; UPDATE t SET name = printf('%0500d', id + 1)
        """)
      try FileManager.default.copyItem(atPath: other, toPath: path)
      try FileManager.default.copyItem(atPath: other + "-journal", toPath: journal.path)
      try connection.execute("ROLLBACK")
    }

    /// Ends the journal as a transaction over several files does: page, name, length, checksum, magic.
    func name(_ superJournal: String) throws {
      let name = Array(superJournal.utf8)
      func number(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
      }
      let sum = name.reduce(UInt32(0)) { $0 &+ UInt32(bitPattern: Int32(Int8(bitPattern: $1))) }
      let handle = try FileHandle(forWritingTo: journal)
      try handle.seekToEnd()
      let magic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
      try handle.write(
        contentsOf: Data(
          number(1 + (1 << 30) / 1024) + name + number(UInt32(name.count)) + number(sum) + magic))
      try handle.close()
    }

    func contents() throws -> [Data?] {
      [victim, URL(filePath: path), journal].map { try? Data(contentsOf: $0) }
    }
  }

  @Test(
    "A journal without another file's name is played back, so that the others are right about why they are not"
  )
  func playedBack() throws {
    let folder = try Folder()
    try folder.breakOff()
    #expect(try folder.open().text("SELECT name FROM t WHERE id = 1")?.hasSuffix("01") ?? false)
    #expect(!FileManager.default.fileExists(atPath: folder.journal.path))
  }

  @Test(
    "A rollback journal that names another file removes nothing and undoes nothing, whatever it names",
    arguments: [
      "victim", "./victim", "absent", "../victim", "a.sqlite", "a.sqlite-journal", "a.sqlite-wal",
      "a.sqlite-shm", "", "vic\u{1}tim",
      "é",
    ])
  func superJournal(_ name: String) throws {
    let folder = try Folder()
    try folder.breakOff()
    let named =
      name.hasPrefix("a.sqlite") ? folder.url.appending(path: name).path : folder.url.path + "/" + name
    try folder.name(named)
    let before = try folder.contents()
    for mode in [Connection.Mode.readWrite, .readOnly, .create] {
      let error = #expect(throws: SQLiteError.self) {
        _ = try folder.open(mode).integer("SELECT count(*) FROM t")
      }
      // A reader is refused before it looks at the name.
      if mode != .readOnly {
        #expect(error?.trouble == .superJournal, "\(error.map { "\($0)" } ?? "")")
      }
      #expect(try folder.contents() == before)
    }
  }

  enum Plant: String, CaseIterable {
    case link, hardLink, pipe, folder, brokenLink
  }

  @Test(
    "What is planted at a side file's name is not opened, in either journal mode, before the opening or after",
    arguments: Plant.allCases, ["-journal", "-wal", "-shm"])
  func sideFiles(_ plant: Plant, _ suffix: String) throws {
    for isOpenBefore in [false, true] {
      let folder = try Folder()
      let isLogged = suffix != "-journal"
      try folder.open(.create).execute(
        "PRAGMA journal_mode = \(isLogged ? "WAL" : "DELETE"); CREATE TABLE t (id INTEGER PRIMARY KEY)")
      let open = isOpenBefore ? try folder.open() : nil
      let place = folder.path + suffix
      let target = folder.victim.path
      switch plant {
      case .link: try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: target)
      case .brokenLink:
        try FileManager.default.createSymbolicLink(
          atPath: place, withDestinationPath: folder.url.path + "/absent")
      case .hardLink: try FileManager.default.linkItem(atPath: target, toPath: place)
      case .pipe: #expect(unsafe mkfifo(place, 0o600) == 0)
      case .folder: try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      }
      let error = #expect(throws: SQLiteError.self) {
        try (open ?? folder.open()).execute("INSERT INTO t VALUES (1)")
      }
      #expect(error?.trouble == .otherFile, "\(error.map { "\($0)" } ?? "")")
      #expect("\(error!)".contains("a.sqlite\(suffix)"))
      #expect(try Data(contentsOf: folder.victim) == Data("not yours".utf8))
      #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/absent"))
    }
  }

  @Test("A linked database is opened as the file that the link leads to, with the files beside that one")
  func linkedDatabase() throws {
    let folder = try Folder()
    let elsewhere = try Folder()
    try elsewhere.open(.create).execute("PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY)")
    try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: elsewhere.path)
    let linked = try folder.open()
    try linked.execute("INSERT INTO t VALUES (1)")
    #expect(FileManager.default.fileExists(atPath: elsewhere.path + "-wal"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "-wal"))
    #expect(try elsewhere.open().integer("SELECT count(*) FROM t") == 1)
  }

  @Test("A path is a path, and never an address with parameters")
  func addresses() throws {
    let folder = try Folder()
    for path in ["file:\(folder.path)?vfs=unix", "file:\(folder.path)?mode=memory", ":memory:"] {
      #expect(throws: SQLiteError.self) { try Connection(path: path, mode: .readWrite, busySeconds: 1) }
    }
  }

  @Test(
    "Nothing is attached, a name in quotes is no text, the schema table cannot be written; and a file is still written anew"
  )
  func statements() throws {
    let folder = try Folder()
    let other = folder.url.appending(path: "b.sqlite").path
    try Connection(path: other, mode: .create, busySeconds: 1).execute("CREATE TABLE t (id INTEGER)")
    let connection = try folder.open(.create)
    try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)")
    for statement in [
      "ATTACH '\(other)' AS b", "ATTACH ':memory:' AS b", "VACUUM INTO '\(folder.url.path)/c.sqlite'",
      "SELECT * FROM t WHERE \"nme\" < 'x'",
      "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' '",
    ] {
      #expect(throws: SQLiteError.self, "\(statement)") { try connection.execute(statement) }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.url.path + "/c.sqlite"))
    try connection.vacuum()
    // Sorting and temporary tables have files without names.
    try connection.execute(
      """
      PRAGMA temp_store = FILE; PRAGMA cache_size = 1; CREATE TEMP TABLE s (name TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO s SELECT printf('%0500d', i) FROM n;
      CREATE TABLE u AS SELECT name FROM s ORDER BY name DESC
      """)
    #expect(try connection.integer("SELECT count(*) FROM u") == 5_000)
  }

  @Test(
    "A write-ahead log that is planted beside a database without one is refused before the first row, and stays as it is",
    arguments: ["delete", "truncate", "persist"], ["garbage", "another database's"])
  func plantedLog(mode: String, content: String) throws {
    let folder = try Folder()
    let log = URL(filePath: folder.path + "-wal")
    let planted = try Self.log(content, in: folder)
    let application = try folder.open(.create)
    try application.execute("PRAGMA journal_mode = \(mode); CREATE TABLE t (id); INSERT INTO t VALUES (7)")
    for access in [Connection.Mode.readOnly, .readWrite] {
      let early = try folder.open(access)
      #expect(try early.integer("SELECT id FROM t") == 7)
      try planted.write(to: log)
      // One that was open before sees it as it begins its next transaction.
      for connection in [early, try folder.open(access)] {
        let error = try #require(throws: SQLiteError.self) { _ = try connection.integer("SELECT id FROM t") }
        #expect(error.cause.contains("-wal is a write-ahead log"), "\(error)")
        #expect(throws: SQLiteError.self) { try connection.execute("DELETE FROM t") }
      }
      #expect(try Data(contentsOf: log) == planted)
      try FileManager.default.removeItem(at: log)
      #expect(try early.integer("SELECT count(*) FROM t") == 1)
    }
  }

  @Test(
    "An empty file in the place of a write-ahead log changes nothing",
    arguments: ["delete", "truncate", "persist"])
  func emptyLog(mode: String) throws {
    let folder = try Folder()
    let application = try folder.open(.create)
    try application.execute("PRAGMA journal_mode = \(mode); CREATE TABLE t (id); INSERT INTO t VALUES (7)")
    let early = try folder.open(.readWrite)
    #expect(try early.integer("SELECT id FROM t") == 7)
    let log = URL(filePath: folder.path + "-wal")
    try Data().write(to: log)
    for (connection, id) in [(early, 8), (try folder.open(.readWrite), 9)] {
      try connection.execute("UPDATE t SET id = \(id)")
      #expect(try application.integer("SELECT id FROM t") == Int64(id))
      #expect(try Data(contentsOf: log).isEmpty)
    }
  }

  private static func log(_ content: String, in folder: Folder) throws -> Data {
    guard content == "another database's" else { return Data(content.utf8) }
    let other = folder.url.appending(path: "other.sqlite").path
    let connection = try Connection(path: other, mode: .create, busySeconds: 1)
    try connection.execute("PRAGMA journal_mode = wal; CREATE TABLE t (id); INSERT INTO t VALUES (8)")
    return try Data(contentsOf: URL(filePath: other + "-wal"))
  }

  @Test("A database's own log is read, also one that its application has only just made or put away")
  func ownLog() throws {
    let folder = try Folder()
    let application = try folder.open(.create)
    try application.execute("CREATE TABLE t (id); INSERT INTO t VALUES (7)")
    for (mode, id) in [("wal", 8), ("delete", 9), ("wal", 10), ("truncate", 11)] {
      let early = try folder.open()
      // Whoever has the log open keeps its database in that mode.
      if mode == "wal" { #expect(try early.integer("SELECT count(*) FROM t") == 1) }
      try application.execute("PRAGMA journal_mode = \(mode); UPDATE t SET id = \(id)")
      #expect(try early.integer("SELECT id FROM t") == Int64(id))
      #expect(try folder.open().integer("SELECT id FROM t") == Int64(id))
    }
  }
}
