import Foundation
import Testing

/// "A first table" of docs/stores-file.md, followed step by step in a shell, as a newcomer follows it.
@Suite struct FirstTableTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../docs/stores-file.md").standardized

  /// Seconds from now to the day on which the page was written.
  private let clockShift: Int

  init() throws {
    clockShift = Int(try Date("2026-11-28T12:00:00Z", strategy: .iso8601).timeIntervalSinceNow)
  }

  @Test("Each step of the first table is answered as the page shows it")
  func steps() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let section = try #require(
      text.components(separatedBy: "\n## A first table\n").last?.components(separatedBy: "\n## ").first)
    let folder = FileManager.default.temporaryDirectory.appending(path: "first-table-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var commands = 0
    var digest = ""
    for block in section.matches(of: #/```(\w+)\n([\s\S]*?)```/#) {
      switch block.1 {
      case "sql":
        try Data(block.2.utf8).write(to: folder.appending(path: "shop.sql"))
        _ = try shell("sqlite3 shop.sqlite < shop.sql", in: folder)
      case "json":
        let name = block.2.contains("recordSets") ? "stores.json" : "retention-rules.json"
        try Data(block.2.utf8).write(to: folder.appending(path: name))
      default:
        for step in ("\n" + block.2).components(separatedBy: "\n$ ").dropFirst() {
          let lines = step.components(separatedBy: "\n")
          let shown = lines.dropFirst().joined(separator: "\n").trimmingCharacters(in: .newlines)
          let answer = try shell(lines[0].replacing("DIGEST", with: digest), in: folder)
          #expect(Self.answer(answer, isShownAs: shown), "\(lines[0]) answers:\n\(answer)")
          digest = answer.firstMatch(of: #/retentiond approve ([0-9a-f]+)/#).map { String($0.1) } ?? digest
          commands += 1
        }
      }
    }
    #expect(commands > 10)
  }

  /// Tells if an answer is what the page shows, on which `…` stands for anything.
  private static func answer(_ answer: String, isShownAs shown: String) -> Bool {
    let parts = shown.components(separatedBy: "…")
    var rest = Substring(answer.trimmingCharacters(in: .newlines))
    guard parts.count > 1 else { return rest == parts[0] }
    guard rest.hasPrefix(parts[0]) else { return false }
    rest = rest.dropFirst(parts[0].count)
    for part in parts.dropFirst().dropLast() {
      guard let place = rest.range(of: part) else { return false }
      rest = rest[place.upperBound...]
    }
    return rest.hasSuffix(parts[parts.count - 1])
  }

  /// Runs a line as somebody types it, on the page's day, with the tests' own program first in the path.
  private func shell(_ line: String, in folder: URL) throws -> String {
    let process = Program.process([])
    let programs = try #require(process.executableURL).deletingLastPathComponent().path
    let environment = ProcessInfo.processInfo.environment
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    process.environment = environment.merging([
      "PATH": programs + ":" + (environment["PATH"] ?? "/usr/bin:/bin"),
      "RETENTIOND_TEST_CLOCK_SHIFT": String(clockShift),
    ]) { $1 }
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let answer = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return answer
  }
}
