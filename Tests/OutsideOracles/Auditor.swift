package import Foundation
import Testing

/// Verifiers that we did not write: Go's sumdb, and tlog-scales from PyPI.
package enum Auditor {
  /// What a program printed, and whether it ended well.
  static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> (
    isSuccess: Bool, output: Data
  ) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus == 0, data)
  }

  /// The verifier of Oracles/auditor.go, compiled once against Debian's golang.org/x/mod.
  private static let go = Result<String, any Error> {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracles/auditor.go")
    let folder = FileManager.default.temporaryDirectory.appending(path: "auditor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let program = folder.appending(path: "auditor").path
    let built = try run(
      "/usr/bin/go", ["build", "-o", program, source.path],
      environment: [
        "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": folder.appending(path: "cache").path,
      ])
    try #require(
      built.isSuccess, "golang-go and golang-golang-x-mod-dev are needed: scripts/install-needs installs them"
    )
    return program
  }

  /// Tells if Go's sumdb code accepts something; its arguments are those of auditor.go.
  package static func goAccepts(_ arguments: String...) throws -> Bool {
    let answer = try run(go.get(), arguments)
    return answer.isSuccess && answer.output == Data("verified\n".utf8)
  }

  /// What tlog-scales prints.
  package static func tlogScales(_ arguments: String...) throws -> (isSuccess: Bool, output: Data) {
    let program = try OraclePython.python().deletingLastPathComponent().appending(path: "tlog-tiles").path
    return try run(program, arguments)
  }
}
