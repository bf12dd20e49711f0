import Foundation
import Glibc
import Testing

/// Files that decide what is purged, or prove it, where somebody else could have written them: each such file, in each such state.
@Suite(.enabled(if: geteuid() == 0, "only root can give a file away"))
struct FileTrustTests {
  /// What makes a file or its folder another's to change.
  enum Fault: String, CaseIterable {
    case everybodyWrites, groupWrites, otherOwner, link, folderEverybodyWrites, folderGroupWrites,
      folderOtherOwner

    /// Nobody's account and group.
    private static let other: uid_t = 65_534

    func arrange(_ path: String) throws {
      let folder = (path as NSString).deletingLastPathComponent
      switch self {
      case .everybodyWrites: try #require(unsafe chmod(path, 0o666) == 0)
      case .groupWrites: try #require(unsafe chown(path, 0, Self.other) == 0 && chmod(path, 0o660) == 0)
      case .otherOwner: try #require(unsafe chown(path, Self.other, 0) == 0)
      case .link:
        try FileManager.default.moveItem(atPath: path, toPath: path + ".real")
        try #require(unsafe symlink(path + ".real", path) == 0)
      case .folderEverybodyWrites: try #require(unsafe chmod(folder, 0o777) == 0)
      case .folderGroupWrites:
        try #require(unsafe chown(folder, 0, Self.other) == 0 && chmod(folder, 0o775) == 0)
      case .folderOtherOwner: try #require(unsafe chown(folder, Self.other, 0) == 0)
      }
    }
  }

  /// A file, a command that needs it, and the code that it ends with.
  static let files: [(name: String, arguments: [String], exitCode: Int32)] = [
    ("conf/retention-rules.json", ["plan"], 78), ("conf/stores.json", ["plan"], 78),
    ("conf/stores.json", ["purge"], 78),
    ("keys/signing.key", ["purge"], 77), ("keys/evidence.key", ["purge"], 77),
    ("keys/evidence.key", ["hold", "list"], 77),
    ("state/journal.sqlite", ["purge"], 74), ("state/journal.sqlite", ["status"], 74),
    ("state/journal.sqlite", ["hold", "list"], 74), ("state/journal.sqlite.lock", ["purge"], 74),
  ]

  /// A configuration with files, keys and journal in folders of their own, so that one can be spoilt without the others.
  private func make() throws -> (small: SmallConfiguration, files: [String]) {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
        INSERT INTO t VALUES (1, 'old');
        """,
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let folder = small.folder.path
    for name in ["conf", "keys", "state"] {
      try FileManager.default.createDirectory(
        atPath: folder + "/" + name, withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o755])
    }
    func move(_ name: String, to place: String) throws {
      try FileManager.default.moveItem(atPath: folder + "/" + name, toPath: folder + "/\(place)/" + name)
    }
    for key in ["signing.key", "evidence.key"] { try move(key, to: "keys") }
    for suffix in ["", "-wal", "-shm", ".lock"]
    where FileManager.default.fileExists(atPath: folder + "/journal.sqlite" + suffix) {
      try move("journal.sqlite" + suffix, to: "state")
    }
    try move("retention-rules.json", to: "conf")
    let stores = try String(contentsOfFile: folder + "/stores.json", encoding: .utf8)
      .replacing(#""journal.sqlite""#, with: #""../state/journal.sqlite""#)
      .replacing(#""signing.key""#, with: #""../keys/signing.key""#)
      .replacing(#""evidence.key""#, with: #""../keys/evidence.key""#)
      .replacing(#""main.sqlite""#, with: #""../main.sqlite""#)
    try stores.write(toFile: folder + "/conf/stores.json", atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(atPath: folder + "/stores.json")
    let files = ["--config", folder + "/conf"]
    let plan = try Program(["plan", "--format", "json"] + files)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)")
    try #require(try Program(["approve", String(digest.1)] + files).exitCode == 0)
    // A purge makes the lock's file; what it is to purge comes after it.
    _ = try Program(["purge"] + files)
    return (small, files)
  }

  @Test(
    "Every file that decides or proves is refused and named, in every state in which others may change it",
    arguments: Fault.allCases)
  func refused(fault: Fault) throws {
    for file in Self.files {
      let (small, files) = try make()
      let path = small.folder.path + "/" + file.name
      try fault.arrange(path)
      let program = try Program(file.arguments + files, within: 60)
      let said = program.errors + program.output
      #expect(program.exitCode == file.exitCode, "\(fault) of \(file.name), \(file.arguments): \(said)")
      // Of a folder the first file in it is named.
      let named = fault.rawValue.hasPrefix("folder") ? (path as NSString).deletingLastPathComponent : path
      let last = (named as NSString).lastPathComponent
      #expect(said.contains("/" + last), "\(fault) of \(file.name): \(said)")
    }
  }

  @Test("Files of root and of this account in folders of root, a sticky folder above them: accepted")
  func accepted() throws {
    let (small, files) = try make()
    defer { withExtendedLifetime(small) {} }
    for command in [["plan"], ["purge"], ["status"], ["hold", "list"], ["journal", "verify"]] {
      let program = try Program(command + files)
      #expect(program.exitCode == 0, "\(command): \(program.errors)")
    }
  }

  @Test("No key is made in a folder where others could replace it")
  func generated() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "open-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try #require(unsafe chmod(folder, 0o777) == 0)
    let program = try Program(["keys", "generate", folder + "/a.key"])
    #expect(program.exitCode == 77 && program.errors.contains(folder), "\(program.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/a.key"))
  }
}
