import Foundation
import Synchronization

/// Folders and processes of test servers: gone when the test process ends.
enum TestFolder {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// A new folder under /tmp, since a socket's path may have no more than 107 bytes.
  static func make(_ name: String) throws -> String {
    let folder = "/tmp/retentiond-\(name)-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  static func write(_ text: String, to path: String, for account: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    if geteuid() == 0 { try start(["chown", account, path]) }
    return path
  }

  /// Runs a program to its end; servers do not run as root, so that their own account does.
  static func run(_ arguments: [String], as account: String, in folder: String) throws {
    var arguments = arguments
    if geteuid() == 0 {
      try start(["chown", "-R", account, folder])
      arguments = ["runuser", "-u", account, "--"] + arguments
    }
    try start(arguments, log: folder + "/setup.log")
  }

  private static func start(_ arguments: [String], log: String = "/dev/null") throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    if !FileManager.default.fileExists(atPath: log) { try Data().write(to: URL(filePath: log)) }
    let output = try FileHandle(forWritingTo: URL(filePath: log))
    try output.seekToEnd()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(arguments.joined(separator: " ")) failed: see \(log)")
    }
  }

  /// Starts a server and leaves it running.
  static func launch(_ arguments: [String], as account: String, log: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      (geteuid() == 0 ? ["setpriv", "--reuid", account, "--regid", account, "--clear-groups"] : [])
      + arguments
    if !FileManager.default.fileExists(atPath: log) { try Data().write(to: URL(filePath: log)) }
    let output = try FileHandle(forWritingTo: URL(filePath: log))
    try output.seekToEnd()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  /// Waits until a program says yes.
  static func wait(for arguments: [String], log: String) throws {
    for _ in 0..<300 {
      if (try? start(arguments)) != nil { return }
      usleep(100_000)
    }
    throw Failure(description: "\(arguments[0]) never succeeded: see \(log)")
  }

  private static func process(_ pidFile: String) -> Int32? {
    let first = (try? String(contentsOfFile: pidFile, encoding: .utf8))?.split(separator: "\n").first
    return first.flatMap { Int32($0.trimmingCharacters(in: .whitespaces)) }
  }

  /// Sends a server a signal.
  static func signal(pidFile: String, _ signal: Int32) {
    if let process = process(pidFile) { Foundation.kill(process, signal) }
  }

  /// Sends a server and the processes that it started a signal; itself first, so that it starts no others.
  static func signalAll(pidFile: String, _ signal: Int32) {
    guard let first = process(pidFile) else { return }
    Foundation.kill(first, signal == SIGKILL ? SIGSTOP : signal)
    let children =
      (try? String(contentsOfFile: "/proc/\(first)/task/\(first)/children", encoding: .utf8)) ?? ""
    for child in children.split(separator: " ").compactMap({ Int32($0) }) { Foundation.kill(child, signal) }
    if signal == SIGKILL { Foundation.kill(first, signal) }
  }

  static func killAll(pidFile: String) {
    signalAll(pidFile: pidFile, SIGKILL)
    kill(pidFile: pidFile, signal: SIGKILL)
  }

  /// Kills a server and waits until it is gone.
  static func kill(pidFile: String, signal: Int32 = SIGQUIT) {
    guard let process = process(pidFile) else { return }
    // Killed outright, a postmaster leaves its children, which notice by themselves.
    Foundation.kill(process, signal)
    while Foundation.kill(process, 0) == 0 && !isZombie(process) { usleep(10_000) }
  }

  private static func isZombie(_ process: Int32) -> Bool {
    (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.contains(") Z ") ?? true
  }

  private static let remaining = Mutex<[(pidFiles: [String], folder: String)]>([])

  static func atExit(pidFile: String, folder: String) { atExit(pidFiles: [pidFile], folder: folder) }

  static func atExit(pidFiles: [String], folder: String) {
    let isFirst = remaining.withLock { remaining in
      remaining.append((pidFiles, folder))
      return remaining.count == 1
    }
    guard isFirst else { return }
    atexit {
      for server in TestFolder.remaining.withLock({ $0 }) {
        for pidFile in server.pidFiles {
          // MariaDB takes SIGQUIT for a slow, orderly end.
          TestFolder.kill(pidFile: pidFile, signal: pidFile.hasSuffix("/pid") ? SIGKILL : SIGQUIT)
        }
        try? FileManager.default.removeItem(atPath: server.folder)  // a leftover folder does no harm
      }
    }
  }
}
