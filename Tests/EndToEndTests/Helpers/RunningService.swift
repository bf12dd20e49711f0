import Foundation
import Glibc
import Synchronization
import Testing

/// The service in a process of its own, with what it tells the service manager and its log.
final class RunningService: Sendable {
  private let process: Process
  private let descriptor: Int32
  private let messages = Mutex<[String]>([])
  private let log = Mutex<String>("")
  private let isKilled = Mutex(false)

  /// - Parameters:
  ///   - environment: variables beside those of the tests.
  ///   - options: of the command `run`, beside those that name its files.
  init(_ small: SmallConfiguration, environment: [String: String] = [:], options: [String] = []) throws {
    let path = small.folder.appending(path: "notify").path
    _ = unsafe unlink(path)
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    self.descriptor = descriptor
    process = Program.process(["run"] + options + small.files)
    try #require(code == 0)
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["NOTIFY_SOCKET": path]
    ) { $1 }.merging(environment) { $1 }
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = errors
    let handle = errors.fileHandleForReading
    Thread.detachNewThread { [self] in
      while case let data = handle.availableData, !data.isEmpty {
        log.withLock { $0 += String(decoding: data, as: UTF8.self) }
      }
    }
    Thread.detachNewThread { [self, descriptor] in
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = unsafe buffer.withUnsafeMutableBytes {
          unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
        }
        guard count > 0 else { return }
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        messages.withLock { $0 += text.split(separator: "\n").map(String.init) }
      }
    }
    try process.run()
  }

  /// Its exit code; nil while it runs, and if a signal ended it.
  var exitCode: Int32? {
    process.isRunning || process.terminationReason == .uncaughtSignal ? nil : process.terminationStatus
  }

  var text: String { log.withLock { $0 } }

  /// What the service manager was told to show, in order.
  var statuses: [String] { messages.withLock { $0.filter { $0.hasPrefix("STATUS=") } } }

  var isReady: Bool { messages.withLock { $0.contains("READY=1") } }

  /// Waits until something holds, for up to a minute and a half.
  ///
  /// - Parameter pause: so many microseconds lie between two looks.
  func waits(every pause: UInt32 = 100_000, for condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<(90_000_000 / pause) {
      if try condition() { return true }
      usleep(pause)
    }
    return false
  }

  /// Sends a signal, and waits for the end for as long as only a hang needs.
  func ends(by signal: Int32) -> Bool {
    Glibc.kill(process.processIdentifier, signal)
    for _ in 0..<400 where process.isRunning { usleep(100_000) }
    let isEnded = !process.isRunning
    if !isEnded { Glibc.kill(process.processIdentifier, SIGKILL) }
    kill()
    return isEnded
  }

  /// Sends a signal, such as SIGHUP.
  func send(_ signal: Int32) { Glibc.kill(process.processIdentifier, signal) }

  func kill() {
    // Its number may be another file's by the second time.
    let wasKilled = isKilled.withLock { killed in
      defer { killed = true }
      return killed
    }
    guard !wasKilled else { return }
    process.terminate()
    process.waitUntilExit()
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}
