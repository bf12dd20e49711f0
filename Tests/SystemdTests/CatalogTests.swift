import Foundation
import Testing

@testable import Systemd

/// What `journalctl -x` shows: the tool itself compiles and answers.
@Suite("The message catalog")
struct CatalogTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../systemd").standardized

  @Test("journalctl compiles both languages and finds an entry for every kind", arguments: ["en", "fr"])
  func compiles(language: String) throws {
    let root = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: "catalog-\(UUID().uuidString)")
    // A leftover in the temporary folder harms nobody.
    defer { try? FileManager.default.removeItem(at: root) }
    let sources = root.appending(path: "usr/lib/systemd/catalog")
    try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: root.appending(path: "var/lib/systemd/catalog"), withIntermediateDirectories: true)
    for name in ["retentiond.catalog", "retentiond.fr.catalog"] {
      try FileManager.default.copyItem(
        at: Self.folder.appending(path: name), to: sources.appending(path: name))
    }
    // A locale is found by its folder's name, so the C locale under a French name needs no French one installed.
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: "/usr/lib/locale/C.utf8"), to: root.appending(path: "fr_FR.UTF-8"))
    let environment = [
      "LOCPATH": root.path, "LC_ALL": language == "fr" ? "fr_FR.UTF-8" : "C",
    ]
    _ = try journalctl(["--root=\(root.path)", "--update-catalog"], environment)
    let compiled = Self.entries(
      try journalctl(["--root=\(root.path)", "--dump-catalog"], environment))
    let written = Self.entries(
      try String(
        contentsOf: Self.folder.appending(
          path: language == "fr" ? "retentiond.fr.catalog" : "retentiond.catalog"),
        encoding: .utf8))
    #expect(Set(compiled.keys) == Set(SampleEvents.all.map(\.messageID)))
    #expect(compiled == written)
  }

  @Test(
    "An entry names only fields that its events have",
    arguments: ["retentiond.catalog", "retentiond.fr.catalog"])
  func fields(file: String) throws {
    let entries = Self.entries(try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8))
    for event in SampleEvents.all {
      let entry = try #require(entries[event.messageID], "\(event.name)")
      let present = Set(event.fields.map(\.name.rawValue))
      for match in entry.matches(of: /@([A-Z_]+)@/) {
        #expect(present.contains(String(match.1)), "\(event.name) has no \(match.1)")
      }
    }
  }

  /// Entries by MESSAGE_ID, without comments and blank lines at their ends.
  private static func entries(_ text: String) -> [String: String] {
    var entries: [String: String] = [:]
    for block in ("\n" + text).components(separatedBy: "\n-- ").dropFirst() {
      entries[String(block.prefix(32))] = block.dropFirst(32).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return entries
  }

  private func journalctl(_ arguments: [String], _ environment: [String: String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/journalctl")
    process.arguments = arguments
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "journalctl \(arguments)")
    return String(decoding: output, as: UTF8.self)
  }
}
