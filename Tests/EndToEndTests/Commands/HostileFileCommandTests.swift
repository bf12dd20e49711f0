import Foundation
import Glibc
import Testing

/// Something else than a regular file wherever the program reads one: a sentence that names it and a code, at once.
@Suite struct HostileFileCommandTests {
  enum Kind: String, CaseIterable {
    case pipe, folder, socket, device, endless

    func make(at path: String) throws {
      switch self {
      case .pipe: try #require(unsafe mkfifo(path, 0o600) == 0)
      case .folder: try #require(unsafe mkdir(path, 0o700) == 0)
      case .device: try #require(unsafe symlink("/dev/zero", path) == 0)
      case .endless:
        // A terabyte, of which the disk has nothing.
        try #require(
          FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]))
        try #require(unsafe truncate(path, 1 << 40) == 0)
      case .socket:
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
          unsafe $0.copyBytes(from: path.utf8.prefix(107))
        }
        let bound = unsafe withUnsafePointer(to: &address) {
          unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
          }
        }
        #expect(bound == 0)
      }
    }
  }

  struct Reader: CustomStringConvertible {
    let file: String
    let arguments: [String]
    let exitCode: Int32
    /// SQLite looks no further into a side file of zeros than its head, and a lock may be of any size.
    var takesEndless = false
    var description: String { file }
  }

  static let readers = [
    Reader(file: "retention-rules.json", arguments: ["check"], exitCode: 78),
    Reader(file: "stores.json", arguments: ["check"], exitCode: 78),
    Reader(file: "signing.key", arguments: ["purge"], exitCode: 77),
    Reader(file: "evidence.key", arguments: ["purge"], exitCode: 77),
    Reader(file: "journal.sqlite", arguments: ["status"], exitCode: 74),
    Reader(file: "journal.sqlite", arguments: ["purge"], exitCode: 74),
    Reader(file: "journal.sqlite", arguments: ["journal", "verify"], exitCode: 74),
    Reader(file: "journal.sqlite.lock", arguments: ["purge"], exitCode: 74, takesEndless: true),
    Reader(file: "main.sqlite", arguments: ["check"], exitCode: 2),
    Reader(file: "main.sqlite", arguments: ["purge"], exitCode: 1),
    Reader(file: "main.sqlite-wal", arguments: ["check"], exitCode: 2, takesEndless: true),
    Reader(file: "main.sqlite-journal", arguments: ["check"], exitCode: 2, takesEndless: true),
    Reader(
      file: "people.txt",
      arguments: ["hold", "add", "--reference", "R", "--reason", "r", "--subjects", "people.txt"],
      exitCode: 64),
    Reader(file: "secret.txt", arguments: ["check"], exitCode: 2),
    Reader(file: "authorities.pem", arguments: ["check"], exitCode: 2, takesEndless: true),
  ]

  @Test("Every kind of file in the place of every file that is read")
  func kinds() throws {
    let small = try SmallConfiguration(
      content: "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);",
      recordSets: ["main", "server"].map { store in
        """
        "in-\(store)": {"store": "\(store)", "table": "t", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}
        """
      }.joined(separator: ","),
      otherStores: #"""
        , "server": {"engine": "postgresql", "host": "127.0.0.1", "port": 1, "database": "d", "user": "u",
          "password": {"file": "secret.txt"}, "certificates": "authorities.pem"}
        """#)
    let folder = small.folder.path
    for reader in Self.readers {
      let path = folder + "/" + reader.file
      let isThere = FileManager.default.fileExists(atPath: path)
      if isThere { try FileManager.default.moveItem(atPath: path, toPath: path + ".kept") }
      for kind in Kind.allCases where !(kind == .endless && reader.takesEndless) {
        try kind.make(at: path)
        let arguments = reader.arguments.map { $0 == reader.file ? path : $0 }
        let program = try Program(arguments + small.files, within: 60)
        #expect(
          !program.wasSignalled && program.exitCode == reader.exitCode
            && (program.errors + program.output).contains(reader.file),
          "\(kind) as \(reader) for \(reader.arguments[0]): \(program.exitCode), \(program.output)\(program.errors)"
        )
        try FileManager.default.removeItem(atPath: path)
      }
      if isThere { try FileManager.default.moveItem(atPath: path + ".kept", toPath: path) }
    }
  }
}
