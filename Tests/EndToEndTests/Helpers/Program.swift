import Foundation

/// The program itself, in a process of its own.
struct Program {
  let exitCode: Int32
  /// Tells if a signal ended it; then the exit code is the signal's number.
  let wasSignalled: Bool
  let output: String
  let errors: String

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - executable: another program that is asked instead.
  ///   - environment: variables beside those of the tests.
  ///   - account: whom it runs as, where the tests run as root, who may do everything.
  ///   - seconds: kills it after so long, where the test is that it does not wait.
  init(
    _ arguments: [String], of executable: String? = nil, input: String = "",
    environment: [String: String] = [:],
    as account: String? = nil, within seconds: Double? = nil
  ) throws {
    let process = Self.process(arguments)
    if let executable { process.executableURL = URL(filePath: executable) }
    if let account, geteuid() == 0, let program = process.executableURL {
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        ["setpriv", "--reuid", account, "--regid", "nogroup", "--clear-groups", program.path] + arguments
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
    process.standardInput = pipes.input
    process.standardOutput = pipes.output
    process.standardError = pipes.errors
    try process.run()
    let identifier = process.processIdentifier
    let end = DispatchWorkItem { kill(identifier, SIGKILL) }
    if let seconds { DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: end) }
    try pipes.input.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try pipes.input.fileHandleForWriting.close()
    // What goes to standard error is short and fits its pipe; the output may be long.
    output = String(decoding: pipes.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    errors = String(decoding: pipes.errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    end.cancel()
    exitCode = process.terminationStatus
    wasSignalled = process.terminationReason == .uncaughtSignal
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
