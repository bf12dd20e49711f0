import CivilTime
import Foundation
import Glibc
import TestNames
import Testing

@testable import Systemd

@Suite("The log as text")
struct TextLineTests {
  @Test("A line has the time in UTC, the level and the sentence")
  func plain() {
    let line = TextLine.line(
      for: .runStarted(run: "17", due: 1), at: Instant(secondsSinceEpoch: 1_795_487_401), colour: false)
    #expect(line == "2026-11-24T02:30:01Z notice   run 17 starts: 1 row due")
  }

  @Test("Colour wraps the level alone")
  func colour() {
    let line = TextLine.line(
      for: .clockRefused(reason: "behind"), at: Instant(secondsSinceEpoch: 0), colour: true)
    #expect(line == "1970-01-01T00:00:00Z \u{1b}[31merror   \u{1b}[0m no purge with this clock: behind")
  }

  @Test("A name out of a database neither steers the terminal nor forges a record")
  func hostile() throws {
    let pipe = Pipe()
    let log = EventLog(output: .text(colour: false), descriptor: pipe.fileHandleForWriting.fileDescriptor)
    log.log(
      .storeUnavailable(
        store: "\u{1b}[2J\u{202e}", recordSets: 2, reason: "gone\n2026-11-24T02:30:01Z info all is well\u{7}")
    )
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
    let lines = text.components(separatedBy: "\n")
    #expect(lines.count == 3 && lines[2].isEmpty)
    #expect(
      lines[0].hasSuffix(
        "error    store \\u{1b}[2J\\u{202e} cannot be reached, and 2 record sets are left out: gone"))
    #expect(lines[1] == "    2026-11-24T02:30:01Z info all is well\\u{7}")
  }

  @Test("A file gets no colour")
  func noColour() async {
    await #expect(processExitsWith: .success) {
      unsafe unsetenv("JOURNAL_STREAM")
      let file = unsafe open("/dev/null", O_WRONLY)
      try #require(dup2(file, STDERR_FILENO) == STDERR_FILENO)
      #expect(EventLog().output == .text(colour: false))
    }
  }

  @Test("A terminal gets colour, unless NO_COLOR is set and not empty")
  func terminal() async {
    await #expect(processExitsWith: .success) {
      unsafe unsetenv("JOURNAL_STREAM")
      unsafe unsetenv("NO_COLOR")
      let terminal = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
      try #require(dup2(terminal, STDERR_FILENO) == STDERR_FILENO)
      #expect(EventLog().output == .text(colour: true))
      unsafe setenv("NO_COLOR", "", 1)
      #expect(EventLog().output == .text(colour: true))
      unsafe setenv("NO_COLOR", "1", 1)
      #expect(EventLog().output == .text(colour: false))
    }
  }

  @Test("Standard error that leads to the journal gets records, not lines")
  func journal() async {
    await #expect(processExitsWith: .success) {
      var status = stat()
      unsafe fstat(STDERR_FILENO, &status)
      unsafe setenv("JOURNAL_STREAM", "\(status.st_dev):\(status.st_ino)", 1)
      #expect(EventLog().output == .journal)
    }
  }
}
