import Foundation
import Testing

/// Runs a script with the Python that has the oracles of PyPI.
package enum OraclePython {
  /// Gives lines to a script's standard input, and returns those that it prints.
  ///
  /// - Parameter script: its name in the folder Oracles beside the test's own file.
  package static func lines(_ script: String, input: [String], of test: String = #filePath) throws -> [String]
  {
    let tests = URL(filePath: test).deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.appending(path: "oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // a leftover folder does no harm
    // Through files: what is asked and what is answered are both larger than a pipe holds.
    let question = folder.appending(path: "question")
    let answer = folder.appending(path: "answer")
    try Data((input.joined(separator: "\n") + "\n").utf8).write(to: question)
    try Data().write(to: answer)
    let process = Process()
    process.executableURL = try python()
    process.arguments = [tests.appending(path: "Oracles/\(script)").path]
    process.standardInput = try FileHandle(forReadingFrom: question)
    process.standardOutput = try FileHandle(forWritingTo: answer)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(script) failed; its message stands above")
    return try String(contentsOf: answer, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  static func python() throws -> URL {
    let named = ProcessInfo.processInfo.environment["RETENTIOND_ORACLE_PYTHON"]
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = named ?? tests.appending(path: "../.build-oracles/bin/python").path
    try #require(
      FileManager.default.isExecutableFile(atPath: path), "no \(path): scripts/install-needs installs it")
    return URL(filePath: path)
  }
}
