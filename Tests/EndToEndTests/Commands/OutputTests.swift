import Foundation
import Glibc
import JSONText
import Testing

/// What leaves the program: nothing in it steers a terminal or passes itself off as a line of ours, and what could not be written is an error.
@Suite struct OutputTests {
  /// Each turns, hides, moves or begins something where it is shown raw.
  static let steering: [Character] = [
    "\u{1B}", "\u{9B}", "\u{7F}", "\u{8}", "\r", "\n", "\u{202E}", "\u{2066}", "\u{200B}", "\u{2028}",
    "\u{FEFF}",
  ]

  /// A store whose table, column, trigger and record set have such a name.
  private func make(_ name: String) throws -> SmallConfiguration {
    let text = try #require(String(data: JSONEncoder().encode(name), encoding: .utf8))
    let quoted = "\"\(name)\""
    return try SmallConfiguration(
      content: """
        CREATE TABLE \(quoted) (id INTEGER PRIMARY KEY, ended TEXT, \(quoted) TEXT);
        CREATE INDEX i ON \(quoted) (ended);
        INSERT INTO \(quoted) VALUES (1, 'old', 'x'), (2, 'new', 'y');
        CREATE TRIGGER \(quoted) BEFORE DELETE ON \(quoted) BEGIN SELECT RAISE(ABORT, '\(name)'); END;
        """,
      recordSets: """
        "t": {"store": "main", "table": \(text), "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}, "subject": \(text)}
        """)
  }

  @Test("Names that steer: every command's output and errors", arguments: steering)
  func names(character: Character) throws {
    let name = "t\(character)WRONG x"
    let small = try make(name)
    let commands = [
      ["check"], ["plan"], ["plan", "--format", "csv"], ["plan", "--format", "json"], ["purge"],
      ["purge", "--json"], ["status"], ["explain", "t", "1"], ["check", "--data"], ["scrub"],
      ["journal", "show"], ["journal", "certificate"], ["journal", "find", "t", "1"], ["reconcile"],
    ]
    for command in commands {
      let program = try Program(command + small.files)
      let said = program.output + program.errors
      #expect(!said.contains("\(character)WRONG"), "\(command): \(said.debugDescription)")
      // A line of the name's own would begin with its second part.
      #expect(
        !said.split(separator: "\n").contains { $0.hasPrefix("WRONG x") },
        "\(command): \(said.debugDescription)")
    }
  }

  private func makePlain() throws -> SmallConfiguration {
    try SmallConfiguration(
      content: """
        CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
        INSERT INTO t VALUES (1, 'old'), (2, 'new');
        """,
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
  }

  /// Commands that print, and what they need beside the files.
  static let printing: [[String]] = [
    ["check"], ["plan"], ["plan", "--format", "csv"], ["plan", "--format", "json"], ["status"],
    ["explain", "t", "2"], ["purge"], ["purge", "--json"], ["reconcile"], ["hold", "list"],
    ["journal", "show"], ["journal", "show", "--json"], ["journal", "verify"], ["journal", "certificate"],
    ["journal", "find", "t", "1"], ["scrub"], ["clock", "show"], ["--help"], ["help", "plan"], ["--version"],
  ]

  @Test("A full device behind standard output ends with a code of its own, whatever was to be printed")
  func fullDevice() throws {
    let small = try makePlain()
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    for command in Self.printing {
      let takesFiles = !["--help", "help", "--version"].contains(command[0])
      let process = Program.process(command + (takesFiles ? small.files : []))
      let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
      let errors = Pipe()
      process.standardOutput = full
      process.standardError = errors
      try process.run()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 73, "\(command): \(process.terminationStatus) \(said)")
      #expect(said.contains("No space left on device"), "\(command): \(said)")
    }
  }

  @Test("A file is written whole or not at all, through a link and to a device, too")
  func certificate() throws {
    let small = try makePlain()
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    let certificate = ["journal", "certificate", "--output"]
    let device = try Program(certificate + ["/dev/full"] + small.files)
    #expect(device.exitCode == 73 && device.errors.contains("/dev/full"), "\(device.errors)")
    let file = small.folder.appending(path: "certificate.html").path
    try "as it was".write(toFile: file, atomically: true, encoding: .utf8)
    let link = small.folder.appending(path: "link.html").path
    try #require(unsafe symlink(file, link) == 0)
    #expect(try Program(certificate + [link] + small.files).exitCode == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("</html>"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    let output = try Program(certificate + ["/dev/stdout"] + small.files)
    #expect(output.exitCode == 0 && output.output.contains("</html>"), "\(output.errors)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: small.folder.path).allSatisfy { !$0.hasSuffix("~") }
    )
  }

  @Test("A link to a file that has no name any more is written through, and stays a link")
  func nameless() throws {
    let small = try makePlain()
    #expect(try Program(["purge"] + small.files).exitCode == 0)
    // As /dev/stdout is one: whoever fails here replaces this link, and not that of the machine.
    let link = small.folder.appending(path: "stdout").path
    try #require(unsafe symlink("/proc/self/fd/1", link) == 0)
    let file = small.folder.appending(path: "gone").path
    for isNamedAgain in [false, true] {
      try Data().write(to: URL(filePath: file))
      let handle = try #require(FileHandle(forUpdatingAtPath: file))
      try FileManager.default.removeItem(atPath: file)
      // Linux says so of the file's former name, which may be another file's.
      if isNamedAgain { try Data("other".utf8).write(to: URL(filePath: file + " (deleted)")) }
      let process = Program.process(["journal", "certificate", "--output", link] + small.files)
      process.standardOutput = handle
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      try handle.seek(toOffset: 0)
      let written = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
      #expect(written.contains("</html>"), "named again: \(isNamedAgain)")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/proc/self/fd/1")
    }
    #expect(try String(contentsOfFile: file + " (deleted)", encoding: .utf8) == "other")
  }

  @Test("A cell of CSV never begins a formula, and a number stays one")
  func formulas() throws {
    for (name, cell) in [
      ("=1+2", "'=1+2"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@sum", "'@sum"), ("a=1", "a=1"),
    ] {
      let small = try SmallConfiguration(
        content: """
          CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);
          INSERT INTO t VALUES (1, 'old');
          """,
        recordSets: """
          "\(name)": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
            "events": {"ended": {"column": "ended", "as": "date"}}}
          """)
      let plan = try Program(["plan", "--format", "csv"] + small.files)
      #expect(plan.output.contains("\r\n\(cell),"), "\(name): \(plan.output)")
    }
  }

  @Test("Indented JSON shows what a terminal would obey as escapes, and is the same value")
  func json() throws {
    for character in Self.steering {
      let value = JSONValue.object(["a\(character)": .string("b\(character)c\u{E0041}")])
      let pretty = value.pretty
      #expect(
        !pretty.contains("a\(character)") && !pretty.contains("\u{E0041}"), "\(pretty.debugDescription)")
      #expect(JSONValue(try JSONNode(parsing: Array(pretty.utf8))) == value)
    }
  }
}
