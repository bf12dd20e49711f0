import Foundation
import Testing

/// The program in a process of its own, alone or under strace.
enum Traced {
  struct Ending {
    let exitCode: Int32
    let wasSignalled: Bool
    let output: String
  }

  private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "retentiond").path

  static func run(_ arguments: [String]) -> Ending { start(program, arguments) }

  /// Runs the program under strace, which looks at calls on some paths only.
  static func run(_ arguments: [String], under options: [String], paths: [String]) -> Ending {
    start(
      "/usr/bin/strace", ["-f"] + options + paths.flatMap { ["-P", $0] } + ["--", program] + arguments)
  }

  private static func start(_ program: String, _ arguments: [String]) -> Ending {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return Ending(exitCode: -1, wasSignalled: false, output: "\(program): \(error)")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Ending(
      exitCode: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal,
      output: String(decoding: data, as: UTF8.self))
  }
}

/// One fault: the n-th call of one kind on the folder's files dies, fails, or finds no space.
struct Fault: Hashable, CustomStringConvertible {
  enum Kind: String, CaseIterable {
    case kill = "signal=KILL"
    case inputOutput = "error=EIO"
    case noSpace = "error=ENOSPC"
  }

  let call: String
  let number: Int
  let kind: Kind

  var description: String { "\(call) \(number): \(kind.rawValue)" }

  /// Calls that change what is on disk. A process that dies at any other call leaves what it would leave at the next of these.
  private static let changing: Set = [
    "openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "unlink", "unlinkat",
    "rename",
    "renameat", "renameat2", "mkdir", "mkdirat",
  ]

  /// Calls that may need space.
  private static let allocating: Set = [
    "openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "rename", "renameat",
    "renameat2",
    "mkdir", "mkdirat",
  ]

  /// What can happen to a call.
  static func all(call: String, count: Int) -> [Fault] {
    Kind.allCases.filter { kind in
      switch kind {
      case .kill: changing.contains(call)
      case .inputOutput: true
      case .noSpace: allocating.contains(call)
      }
    }.flatMap { kind in
      let wanted = changing.contains(call) ? sampleOfChanges : sample
      return stride(from: 1, through: count, by: max(1, count / wanted))
        .map { Fault(call: call, number: $0, kind: kind) }
    }
  }

  private static let isEvery = ProcessInfo.processInfo.environment["RETENTIOND_EVERY_FAULT"] != nil

  /// Unless RETENTIOND_EVERY_FAULT is set, so many calls of a kind are struck: hundreds of them are the same call at the same place of another batch.
  /// Calls that change nothing (looks, locks, reads) can only fail.
  private static let sample = isEvery ? Int.max : 20
  private static let sampleOfChanges = isEvery ? Int.max : 60

  var options: [String] {
    ["-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):\(kind.rawValue):when=\(number)"]
  }
}
