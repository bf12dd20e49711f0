import ArgumentParser
import Foundation
import JSONText
import Testing
import Words

@testable import AuditJournal
@testable import retentiond

/// Commands that the service runs for callers: with its keys and files, in their name, and with nothing that would be theirs to read or write.
@Suite struct ServedCommandTests {
  @Test("A shell without keys comes to the journal through the service, and the entries name the caller")
  func way() throws {
    let it = try ControlledSmall()
    let keys = ["CREDENTIALS_DIRECTORY": it.small.folder.path]
    for arguments in [["plan"], ["check"], ["hold", "list"], ["plan", "--json"], ["journal", "verify"]] {
      let here = try Program(arguments + it.small.files, environment: keys)
      let there = try it.call(arguments)
      #expect(there.exitCode == here.exitCode && there.errors == here.errors, "\(arguments): \(there.errors)")
      if arguments[0] != "plan", arguments[0] != "journal" { #expect(there.output == here.output) }
    }
    let placed = try it.call(
      ["hold", "add", "--subject", "-", "--reference", "A-1", "--reason", "a lawsuit"], input: "p1\n")
    #expect(placed.exitCode == 0 && placed.output.contains("Hold 1 is in force"), "\(placed.errors)")
    let name = Account.name(of: geteuid())
    let entry = try #require(try it.entries("hold.placed").last?["data"])
    #expect(
      entry["caller"]
        == .object(["uid": .integer(Int(geteuid())), "account": .string(name), "way": .string("socket")]))
    #expect(entry["by"]?.stringValue == name)
    #expect(try it.call(["hold", "lift", "1", "--reason", "settled"]).exitCode == 0)
    #expect(try it.entries("hold.lifted").last?["data"]?["caller"]?["way"]?.stringValue == "socket")
    let verified = try it.call(["journal", "verify"])
    #expect(verified.exitCode == 0, "\(verified.output)")
    // What the service did before has no caller.
    #expect(try it.entries("configuration.approved").allSatisfy { $0["data"]?["caller"] == nil })
  }

  @Test(
    "Without a service the sentence of the missing key names this way, and --via-service says that none answers"
  )
  func noService() throws {
    let it = try ControlledSmall()
    #expect(it.service.ends(by: SIGTERM))
    let plain = try it.call(["plan"])
    #expect(plain.exitCode == 77 && plain.errors.contains("--via-service"), "\(plain.errors)")
    let asked = try it.call(["plan", "--via-service"])
    #expect(asked.exitCode == 69 && asked.errors.contains("no service answers"), "\(asked.errors)")
    for command in ["reload", "run-now"] {
      let live = try it.call([command])
      #expect(live.exitCode == 69 && live.errors.contains("no service answers"), "\(live.errors)")
    }
  }

  @Test("A service with other files is not taken, and --via-service says which it has")
  func otherFiles() throws {
    let it = try ControlledSmall()
    let other = try SmallConfiguration(
      content: ControlledSmall.content(rows: 2),
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let asked = try Program(["status", "--via-service"] + other.files, environment: it.shell)
    #expect(asked.exitCode == 64 && asked.errors.contains("and not with the files"), "\(asked.errors)")
    let plain = try Program(["status"] + other.files, environment: it.shell)
    #expect(plain.exitCode == 0 && !plain.output.contains("Service "), "\(plain.errors)")
  }

  @Test("Each command is either for callers, or refused with its reason")
  func list() throws {
    let it = try ControlledSmall()
    for (path, command) in CommandNameCheck.all(of: Retentiond.self)
    where command.configuration.subcommands.isEmpty && command.configuration.groupedSubcommands.isEmpty {
      let isServed = command is any ServedCommand.Type
      if isServed { continue }
      let channel = try it.channel()
      channel.send(
        ControlledSmall.command(path), descriptors: [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO])
      let answer = try ControlledSmall.answer(channel)
      #expect(answer.last?["end"]?.integerValue == 64, "\(path): \(answer)")
      let typed = try it.call(path + ["--via-service"])
      #expect(typed.exitCode == 64, "\(path): \(typed.errors)")
    }
  }

  /// A command line with an option for each file that a command for callers can name.
  private static let withFiles = [
    ["hold", "add", "--subjects", "/etc/hostname", "--reference", "r", "--reason", "r"],
    ["hold", "lift", "--reference", "r", "--subjects", "/etc/hostname", "--reason", "r"],
    ["hold", "import", "/etc/hostname"], ["journal", "certificate", "--output", "OUT"],
    ["journal", "find", "t", "1", "--proofs", "OUT"],
    ["journal", "verify", "--journal", "OUT", "--key", "k"],
    ["journal", "verify", "--directory", "OUT", "--key", "k"], ["journal", "verify", "--since", "OUT"],
    ["journal", "verify", "--authorities", "OUT"], ["check", "--stores", "OUT"],
    ["check", "--config", "OUT"],
    ["check", "--rules=OUT"],
  ]

  @Test("The service neither reads nor writes a file that a caller names", arguments: withFiles)
  func files(arguments: [String]) throws {
    let it = try ControlledSmall()
    let out = it.small.folder.appending(path: "out-\(UUID().uuidString)").path
    let arguments = arguments.map { $0.replacing("OUT", with: out) }
    // Whoever writes the request by hand is refused by the process that the service starts.
    let errors = Pipe()
    let channel = try it.channel()
    let descriptor = errors.fileHandleForWriting.fileDescriptor
    channel.send(ControlledSmall.command(arguments), descriptors: [STDIN_FILENO, descriptor, descriptor])
    let answer = try ControlledSmall.answer(channel)
    try errors.fileHandleForWriting.close()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(answer.last?["end"]?.integerValue == 64, "\(arguments): \(answer) \(said)")
    #expect(!FileManager.default.fileExists(atPath: out))
  }

  @Test("A caller that hangs up, and one that is interrupted, end their command")
  func hangUp() throws {
    let it = try ControlledSmall()
    for hangsUp in [true, false] {
      let input = Pipe()
      let channel = try it.channel()
      channel.send(
        ControlledSmall.command(["hold", "import", "-"]),
        descriptors: [input.fileHandleForReading.fileDescriptor, STDERR_FILENO, STDERR_FILENO])
      try input.fileHandleForReading.close()
      usleep(1_000_000)
      if hangsUp { channel.hangUp() } else { channel.send(ControlledSmall.request("stop")) }
      // The pipe has no reader any more.
      var watched = pollfd(fd: input.fileHandleForWriting.fileDescriptor, events: 0, revents: 0)
      var isGone = false
      for _ in 0..<100 where !isGone { isGone = unsafe poll(&watched, 1, 100) > 0 }
      #expect(isGone)
      if !hangsUp {
        #expect(try ControlledSmall.answer(channel).last?["end"]?.integerValue == 128 + Int(SIGTERM))
      }
    }
  }

  @Test("A stop of the service ends the commands of its callers, and each caller has an exit status")
  func stopped() throws {
    let it = try ControlledSmall()
    let input = Pipe()
    let channel = try it.channel()
    channel.send(
      ControlledSmall.command(["hold", "import", "-"]),
      descriptors: [input.fileHandleForReading.fileDescriptor, STDERR_FILENO, STDERR_FILENO])
    usleep(1_000_000)
    it.service.send(SIGTERM)
    #expect(try ControlledSmall.answer(channel).last?["end"]?.integerValue == 128 + Int(SIGTERM))
    #expect(it.service.ends(by: SIGTERM))
    #expect(!FileManager.default.fileExists(atPath: it.socket))
  }
}
