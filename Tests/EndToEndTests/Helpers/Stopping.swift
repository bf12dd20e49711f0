import Foundation
import Testing

/// A process that is told to stop.
final class Stopping {
  let process: Process
  private let output = Pipe()
  private let errors = Pipe()

  init(_ arguments: [String], input: Pipe? = nil) throws {
    process = Program.process(arguments)
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = input ?? FileHandle.nullDevice
    try process.run()
  }

  /// Tells if the process has a file open.
  func hasOpen(_ path: String) -> Bool {
    let folder = "/proc/\(process.processIdentifier)/fd"
    let open = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return open.contains {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == path
    }
  }

  func wait(until condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<600 where process.isRunning {
      if try condition() { return true }
      usleep(50_000)
    }
    return false
  }

  /// Sends a signal and waits for the end, for as long as only a hang needs.
  func stop(by signal: Int32) -> (ended: Bool, output: String, errors: String) {
    kill(process.processIdentifier, signal)
    for _ in 0..<300 where process.isRunning { usleep(50_000) }
    let ended = !process.isRunning
    if !ended { kill(process.processIdentifier, SIGKILL) }
    let texts = [output, errors].map {
      String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    process.waitUntilExit()
    return (ended, texts[0], texts[1])
  }
}
