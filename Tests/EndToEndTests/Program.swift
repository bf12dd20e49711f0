import Foundation

/// The program itself, in a process of its own.
struct Program {
  let exitCode: Int32
  let output: String
  let errors: String

  /// Runs it to its end.
  ///
  /// - Parameter environment: variables beside those of the tests.
  init(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws {
    let process = Self.process(arguments)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
    process.standardInput = pipes.input
    process.standardOutput = pipes.output
    process.standardError = pipes.errors
    try process.run()
    try pipes.input.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try pipes.input.fileHandleForWriting.close()
    // What goes to standard error is short and fits its pipe; the output may be long.
    output = String(decoding: pipes.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    errors = String(decoding: pipes.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    exitCode = process.terminationStatus
  }

  static func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "retentiond")
    process.arguments = arguments
    return process
  }
}

extension Insurer {
  /// The options that name this insurer's files.
  var files: [String] {
    ["--config", folder.path, "--rules", Self.repository.appending(path: "retention-rules.json").path]
  }
}
