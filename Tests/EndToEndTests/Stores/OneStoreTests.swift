import Foundation
import SQLite
import TestServers
import Testing

/// One database is one store: under two names its rows would go by the rules of either.
@Suite struct OneStoreTests {
  private static let content =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended); CREATE TABLE u (id INTEGER PRIMARY KEY, ended TEXT);"
  private static let recordSets = """
    "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  private func refusal(_ small: SmallConfiguration, as other: String) throws -> String {
    let file = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let second = text.replacing(#""stores": {"#, with: #""stores": {"second": \#(other), "#)
    try #require(second != text)
    try Data(second.utf8).write(to: file)
    let check = try Program(["check"] + small.files)
    try Data(text.utf8).write(to: file)
    return check.exitCode == 78 ? check.errors : "\(check.exitCode)"
  }

  @Test("A file that another store has, too, is refused by whichever path it is named")
  func file() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let manager = FileManager.default
    try manager.createSymbolicLink(
      at: small.folder.appending(path: "link.sqlite"), withDestinationURL: URL(filePath: small.path))
    try manager.linkItem(atPath: small.path, toPath: small.folder.appending(path: "hard.sqlite").path)
    try manager.copyItem(atPath: small.path, toPath: small.folder.appending(path: "other.sqlite").path)
    let folder = small.folder.lastPathComponent
    for path in ["main.sqlite", "./main.sqlite", "../\(folder)/main.sqlite", "link.sqlite", "hard.sqlite"] {
      let said = try refusal(small, as: #"{"engine": "sqlite", "path": "\#(path)"}"#)
      #expect(said.contains("it is where the store"), "\(path): \(said)")
    }
    #expect(try !refusal(small, as: #"{"engine": "sqlite", "path": "other.sqlite"}"#).contains("it is where"))
  }

  @Test("A server's socket is one place by whichever path it is named", arguments: TestEngine.allCases)
  func socket(engine: TestEngine) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets, on: engine)
    let definition = try #require(small.copy).definition
    let path = String(
      try #require(definition.firstMatch(of: #/"(?:socket|host)": "(\/[^"]+)"/#), "\(definition)").1)
    let link = small.folder.appending(path: "socket")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: URL(filePath: path))
    for other in [path, path.replacing("/tmp/", with: "/tmp/./"), link.path] {
      let said = try refusal(small, as: definition.replacing(path, with: other))
      #expect(said.contains("it is where the store"), "\(other): \(said)")
    }
  }
}
