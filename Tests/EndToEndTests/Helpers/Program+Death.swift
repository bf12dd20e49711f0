import Foundation

extension Program {
  /// Runs the program, and has the kernel kill it where it asks for the n-th time that a file be made durable.
  ///
  /// - Returns: whether it came so far.
  static func isKilled(atSync number: Int, _ arguments: [String]) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/strace")
    process.arguments =
      [
        "-f", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e",
        "inject=fdatasync,fsync:signal=KILL:when=\(number)", "--",
        Self.process([]).executableURL?.path ?? "",
      ] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }
}
