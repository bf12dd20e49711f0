import Foundation

/// Runs a program that nobody here wrote, or a script that asks one, and gives what it printed.
enum Program {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static func run(_ arguments: [String], input: String = "") throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let output = Pipe()
    let errors = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data().write(to: errors)
    defer { try? FileManager.default.removeItem(at: errors) }  // a leftover file does no harm
    let text = Pipe()
    process.standardInput = text
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    // Every input here fits in a pipe, so that nothing waits before the output is read.
    try text.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try text.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let reason = try String(contentsOf: errors, encoding: .utf8)
      throw Failure(
        description: "\(arguments.joined(separator: " ")) ended with \(process.terminationStatus): \(reason)")
    }
    return data
  }

  /// Runs a script of the folder Oracles with Debian's Python, which has Debian's dateutil.
  static func python(_ script: String, _ arguments: [String]) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracles")
    return try run(["/usr/bin/python3", folder.appending(path: script).path] + arguments)
  }

  /// The same, for a script that prints lines of fields.
  static func pythonLines(_ script: String, _ arguments: [String]) throws -> [[Substring]] {
    String(decoding: try python(script, arguments), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: " ") }
  }
}
