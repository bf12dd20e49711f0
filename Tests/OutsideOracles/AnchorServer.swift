import Foundation
import Testing

/// A time stamp authority and a witness on loopback, made of openssl and of packages of PyPI, with paths that do it wrong.
package final class AnchorServer {
  private struct Greeting: Decodable {
    let port: Int
    let witness: String
    let authorities: String
  }

  private let process = Process()
  private let folder: URL
  private let greeting: Greeting

  /// - Parameter verifierKey: the journal's; nil where it is told later.
  package init(verifierKey: String?) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "anchors-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracles/anchors.py")
    process.executableURL = try OraclePython.python()
    process.arguments = [script.path, folder.path] + (verifierKey.map { [$0] } ?? [])
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var line = Data()
    while line.last != 0x0A {
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty, "anchors.py ended; its message stands above")
      line += more
    }
    greeting = try JSONDecoder().decode(Greeting.self, from: line)
  }

  /// Tells the witness whose checkpoints it will see.
  package func learn(verifierKey: String) throws {
    try Data(verifierKey.utf8).write(to: folder.appending(path: "log-key"))
  }

  /// From now on a path does what another does.
  package func mend(_ path: String, as other: String) throws {
    try Data("/\(path) /\(other)\n".utf8).write(to: folder.appending(path: "mended"))
  }

  deinit {
    // Threads of a test have SIGTERM blocked, and hand that down.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)  // a leftover folder does no harm
  }

  package func url(_ path: String) -> String { "http://127.0.0.1:\(greeting.port)/\(path)" }
  package var witnessKey: String { greeting.witness }
  package var authorities: String { greeting.authorities }
  /// The certificate of an authority that nobody trusts.
  package var strangers: String { folder.appending(path: "stranger-ca.pem").path }
}
