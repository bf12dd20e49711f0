import AuditJournal
import Foundation
import OutsideOracles
import Purging
import Testing
import TransparencyLog

/// The program with a clock that is wrong: what it says, what it leaves, and the ways back.
@Suite struct ClockCommandTests {
  private static let years = 20 * 366 * 86_400

  private func run(
    _ small: SmallConfiguration, shift: Int = 0, _ arguments: [String], input: String = ""
  ) throws -> Program {
    try Program(
      arguments + small.files, input: input, environment: ["RETENTIOND_TEST_CLOCK_SHIFT": String(shift)])
  }

  private func made(on engine: TestEngine? = nil) throws -> SmallConfiguration {
    try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES (1, '1850578006084', 'old'), (2, '2850578006084', 'old'), (3, '1900578006084', 'new')
        """,
      recordSets: """
        "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """, on: engine)
  }

  private func count(_ small: SmallConfiguration) throws -> Int {
    try small.rows(of: "person", columns: ["id"]).count
  }

  private static let hold = ["hold", "add", "--subject", "-", "--reference", "A", "--reason", "suit"]

  @Test(
    "A clock twenty years ahead: `purge` twice, and `hold add` before it, end with 79 and delete nothing; set right, all goes on"
  )
  func twentyYearsAhead() throws {
    for holdsFirst in [false, true] {
      let small = try made()
      if holdsFirst {
        let hold = try run(small, shift: Self.years, Self.hold, input: "1850578006084\n")
        #expect(hold.exitCode == 0 && hold.output.hasPrefix("Hold 1 is in force."), "\(hold.errors)")
        #expect(hold.errors.contains("is not believed: the journal has this at"), "\(hold.errors)")
      }
      for _ in 0..<2 {
        let purge = try run(small, shift: Self.years, ["purge"])
        #expect(
          purge.exitCode == 79 && purge.errors.contains("retentiond clock accept --reason"), "\(purge.errors)"
        )
        #expect(try count(small) == 3)
      }
      #expect(try run(small, ["journal", "verify"]).exitCode == 0)
      let purge = try run(small, ["purge"])
      #expect(purge.exitCode == 0, "\(purge.errors)")
      #expect(try count(small) == (holdsFirst ? 2 : 1))
      #expect(try run(small, ["journal", "verify"]).exitCode == 0)
    }
  }

  @Test("Commands that only look say on standard error that the clock is doubtful, and print what they print")
  func looking() throws {
    let small = try made()
    _ = try run(small, ["hold", "add", "--record-set", "person", "--reference", "A", "--reason", "suit"])
    for shift in [Self.years, -600] {
      for command in [
        ["plan"], ["plan", "--format", "json"], ["explain", "person", "1"], ["hold", "list"],
      ] {
        let looked = try run(small, shift: shift, command)
        #expect(looked.exitCode == 0 && !looked.output.isEmpty, "\(command)")
        #expect(looked.errors.contains("a run would doubt the clock"), "\(command): \(looked.errors)")
        #expect(try run(small, command).errors.isEmpty, "\(command)")
      }
      #expect(
        try run(small, shift: shift, ["status"]).output.contains("Clock          DOUBTFUL: the clock shows"))
      let shown = try run(small, shift: shift, ["clock", "show"])
      #expect(shown.exitCode == 2 && shown.output.contains("A run would stop: the clock shows"), "\(shown)")
    }
    #expect(try run(small, ["status"]).output.contains("Clock          believed"))
    let shown = try run(small, ["clock", "show"])
    #expect(shown.exitCode == 0 && shown.output.contains("A run would believe the clock."), "\(shown)")
  }

  @Test(
    "`clock accept` leads forward and back; the file, its folder and Go's verifier take the journal with times that fall"
  )
  func accept() throws {
    let small = try made()
    #expect(try run(small, shift: Self.years, ["clock", "accept"]).exitCode == 64)
    let accepted = try run(small, shift: Self.years, ["clock", "accept", "--reason", "a test"])
    #expect(accepted.exitCode == 0 && accepted.output.contains("Last accepted"), "\(accepted)")
    #expect(try run(small, shift: Self.years, ["purge"]).exitCode == 0)
    #expect(try count(small) == 0)
    let behind = try run(small, ["purge"])
    #expect(behind.exitCode == 79 && behind.errors.contains("later: set the clock right"), "\(behind.errors)")
    #expect(try run(small, ["clock", "accept", "--reason", "the clock was wrong"]).exitCode == 0)
    #expect(try run(small, ["purge"]).exitCode == 0)
    let verified = try run(small, ["journal", "verify"])
    #expect(verified.exitCode == 0, "\(verified)")
    let key = try String(
      contentsOf: small.folder.appending(path: "journal.tlog/verifier-key"), encoding: .utf8
    )
    .trimmingCharacters(in: .whitespacesAndNewlines)
    let folder = small.folder.appending(path: "journal.tlog").path
    let outside = try Program(["journal", "verify", "--directory", folder, "--key", key])
    #expect(outside.exitCode == 0, "\(outside)")
    let shown = try run(small, ["journal", "show"]).output
    #expect(shown.contains("clock.accepted") && shown.contains("the clock was wrong"), "\(shown)")
    // The certificate of the last run, and of the one in between, can still be made.
    #expect(try run(small, ["journal", "certificate"]).exitCode == 0)
    // What the wrong clock deleted is said with the time that its entry has.
    #expect(try run(small, ["journal", "find", "person", "3"]).exitCode == 0)
  }

  @Test(
    "Every command by every doubtful clock: holds, approvals and keys take effect, runs end with 79, and the journal verifies",
    arguments: [years, 4 * 86_400, -600, -years])
  func matrix(shift: Int) throws {
    let commands: [(command: [String], code: Int32)] = [
      (["purge"], 79), (["reconcile", "--purge"], 79), (["scrub"], 79),
      (["hold", "add", "--record-set", "person", "--reference", "B", "--reason", "suit"], 0),
      (["hold", "lift", "--reference", "B", "--reason", "over"], 0),
      (["approve", "DIGEST"], 0), (["journal", "export"], 0), (["purge"], 79),
    ]
    let small = try made()
    let plan = try run(small, ["plan", "--format", "json"])
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    for (command, code) in commands {
      let words = command.map { $0 == "DIGEST" ? String(digest) : $0 }
      let done = try run(small, shift: shift, words)
      #expect(done.exitCode == code, "\(words): \(done.exitCode) \(done.errors)")
      let verified = try run(small, ["journal", "verify"])
      #expect(verified.exitCode == 0, "\(words): \(verified)")
    }
    #expect(try count(small) == 3)
    let entries = try run(small, ["journal", "show", "--json"]).output
    let times = entries.matches(of: #/"time":"(\d{4})-/#).map { Int($0.1) ?? 0 }
    let year = Calendar.current.component(.year, from: Date())
    #expect(times.count > 8 && times.allSatisfy { abs($0 - year) <= 1 }, "\(times)")
    // From here on the journal needs its new key.
    let new = small.folder.appending(path: "new.key").path
    #expect(try Program(["keys", "generate", new]).exitCode == 0)
    let rotated = try run(
      small, shift: shift, ["journal", "rotate-key", "--to", new, "--reason", "yearly"])
    #expect(rotated.exitCode == 0, "\(rotated.errors)")
    #expect(try run(small, ["journal", "verify"]).exitCode == 77)
    let signing = small.folder.appending(path: "signing.key").path
    try FileManager.default.removeItem(atPath: signing)
    try FileManager.default.moveItem(atPath: new, toPath: signing)
    #expect(try run(small, ["journal", "verify"]).exitCode == 0)
  }

  @Test("An edited file that nobody approved does not widen what is believed")
  func unapproved() throws {
    let small = try made()
    let path = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    try text.replacing(
      #""requireSynchronised": false"#, with: #""requireSynchronised": false, "maximumAdvance": "P36500D""#
    )
    .write(to: path, atomically: true, encoding: .utf8)
    #expect(try run(small, shift: Self.years, Self.hold, input: "x\n").errors.contains("is not believed"))
    try text.write(to: path, atomically: true, encoding: .utf8)
    #expect(try run(small, shift: Self.years, ["purge"]).exitCode == 79)
    #expect(try run(small, ["purge"]).exitCode == 0)
  }

  @Test(
    "A server's own clock finds out a wrong one that the calendar would allow", arguments: TestEngine.allCases
  )
  func server(engine: TestEngine) throws {
    let small = try made(on: engine)
    let ahead = try run(small, shift: 86_400, ["purge"])
    #expect(
      ahead.exitCode == 79 && ahead.errors.contains("the clock of store main is 24 hours behind"),
      "\(ahead.errors)")
    let shown = try run(small, shift: 86_400, ["clock", "show"]).output
    #expect(shown.contains("main: ") && shown.contains("differs by -86"), "\(shown)")
    #expect(try run(small, ["clock", "show"]).output.contains(", agrees"))
    #expect(try count(small) == 3)
    #expect(try run(small, ["purge"]).exitCode == 0)
    #expect(try count(small) == 1)
  }

  @Test("The service says each time that its last run is in the future, and does not sleep until then")
  func service() throws {
    let small = try made()
    // The calendar is what the approved file says: every second.
    let path = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    try text.replacing(#""stores": {"main""#, with: #""calendar": ["*:*:*"], "stores": {"main""#)
      .write(to: path, atomically: true, encoding: .utf8)
    let plan = try run(small, ["plan", "--format", "json"])
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    #expect(try run(small, ["approve", String(digest)]).exitCode == 0)
    #expect(try run(small, shift: Self.years, ["clock", "accept", "--reason", "a test"]).exitCode == 0)
    _ = try run(small, ["hold", "add", "--record-set", "person", "--reference", "A", "--reason", "suit"])
    #expect(try run(small, shift: Self.years, ["purge"]).exitCode < 2)
    let process = Program.process(["run"] + small.files)
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    // A service that says it once and sleeps would keep this waiting.
    let identifier = process.processIdentifier
    DispatchQueue.global().asyncAfter(deadline: .now() + 120) { kill(identifier, SIGKILL) }
    var log = ""
    var refusals = 0
    while refusals < 2 {
      let read = errors.fileHandleForReading.availableData
      guard !read.isEmpty else { break }
      log += String(decoding: read, as: UTF8.self)
      refusals = log.matches(of: #/no purge with this clock/#).count
    }
    process.terminate()
    log += String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(refusals >= 2, "\(log)")
    #expect(
      log.contains("and the last time that was accepted is") && !log.contains("while the service was off"),
      "\(log)")
    // Somebody believed the clock, and its entries are of the future all the same until somebody leads it back.
    let ahead = try run(small, ["journal", "verify"])
    #expect(ahead.exitCode == 2 && ahead.output.contains("which is later than now"), "\(ahead)")
    #expect(try run(small, ["clock", "accept", "--reason", "it was wrong"]).exitCode == 0)
    #expect(try run(small, ["journal", "verify"]).exitCode == 0)
  }
}
