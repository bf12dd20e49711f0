import Foundation
import Testing

/// A program that is started without a standard stream: the stream's number must not become another file's.
@Suite struct ClosedStreamTests {
  @Test(
    "A command ends, and does what it is for, whichever standard streams are closed",
    arguments: ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
  func closed(streams: String) throws {
    let small = try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, 'old'), (2, 'new');
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let inner = Program.process(["purge"] + small.files)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments =
      ["-c", "exec \"$@\" \(streams)", "sh", inner.executableURL?.path ?? ""] + (inner.arguments ?? [])
    process.environment = inner.environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<1_200 where process.isRunning { usleep(50_000) }
    let hangs = process.isRunning
    if hangs { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    #expect(!hangs && process.terminationStatus == 0, "\(streams): \(process.terminationStatus)")
    #expect(try small.rows(of: "person", columns: ["id"]) == [["2"]])
  }
}
