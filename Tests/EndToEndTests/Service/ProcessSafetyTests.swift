import Foundation
import Testing

/// What a process of ours leaves that crashes: its end, and nothing of its memory.
@Suite struct ProcessSafetyTests {
  /// The service, with whatever Swift's runtime can be asked to print.
  private func start() throws -> (process: Process, errors: FileHandle, small: SmallConfiguration) {
    let small = try SmallConfiguration(
      content: "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);",
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let process = Program.process(["run"] + small.files)
    process.environment = ProcessInfo.processInfo.environment.merging([
      "SWIFT_BACKTRACE": "enable=yes,registers=all,images=all,sanitize=no,interactive=no,output-to=stderr"
    ]) { $1 }
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    // Its first line comes when it has begun.
    _ = errors.fileHandleForReading.availableData
    usleep(300_000)
    return (process, errors.fileHandleForReading, small)
  }

  @Test(
    "A signal that somebody sends ends the service at once, and prints nothing of its memory",
    arguments: [SIGABRT, SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGQUIT])
  func signals(number: Int32) throws {
    let (process, errors, small) = try start()
    let identifier = process.processIdentifier
    kill(identifier, number)
    let end = Date(timeIntervalSinceNow: 10)
    while process.isRunning && Date() < end { usleep(10_000) }
    let hasEnded = !process.isRunning
    if !hasEnded { kill(identifier, SIGKILL) }
    process.waitUntilExit()
    let text = String(decoding: errors.readDataToEndOfFile(), as: UTF8.self)
    #expect(hasEnded && process.terminationReason == .uncaughtSignal && process.terminationStatus == number)
    for word in ["Crash", "Registers", "Backtrace", "Thread 0", "rax", "x0 0x"] {
      #expect(!text.contains(word), "\(text)")
    }
    _ = small
  }

  @Test("No process leaves a core file")
  func cores() throws {
    let (process, _, small) = try start()
    let limits = try String(contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
    let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
    #expect(line.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
    process.terminate()
    process.waitUntilExit()
    _ = small
  }
}
