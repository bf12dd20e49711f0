import Foundation
import Testing

/// What commands say, where a reader would otherwise have to guess.
@Suite struct SentenceTests {
  private static let recordSets = #"""
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date", "earliest": "1950-01-01", "latest": "2030-12-31"}}}
    """#

  private func make(_ values: [String]) throws -> SmallConfiguration {
    let rows = values.enumerated().map { "(\($0), '\($1)')" }.joined(separator: ", ")
    return try SmallConfiguration(
      content: """
        CREATE TABLE person (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX person_ended ON person (ended);
        INSERT INTO person VALUES \(rows)
        """, recordSets: Self.recordSets)
  }

  @Test("An explanation says why a date cannot be meant, and says nothing of one that can")
  func explained() throws {
    let cases: [(value: String, words: String?)] = [
      ("1949-12-31", "implausible: it is before 1950-01-01"),
      ("2031-01-01", "implausible: it is after 2030-12-31"),
      ("soon", "implausible: it is no date of the form date"), ("1950-01-01", nil), ("2030-12-31", nil),
      ("1970-01-01", nil),
    ]
    let small = try make(cases.map(\.value))
    for (id, expected) in cases.enumerated() {
      let program = try Program(["explain", "person", String(id)] + small.files)
      #expect(program.output.contains("implausible:") == (expected.words != nil), "\(program.output)")
      if let words = expected.words { #expect(program.output.contains(words), "\(program.output)") }
    }
  }

  @Test("A survey calls implausible what everything else calls so, and a report says whose counts it shows")
  func counted() throws {
    let small = try make(["soon", "2015-01-01", "2015-01-01", "2015-01-01"])
    let survey = try Program(["check", "--data"] + small.files)
    #expect(
      survey.output.contains("IMPLAUSIBLE") && !survey.output.contains("IMPOSSIBLE"), "\(survey.output)")
    let report = try Program(["purge"] + small.files)
    #expect(
      report.output.contains("Rows that no stage comes to, as they were counted last:"), "\(report.output)")
  }

  @Test(
    "A check says which key of the journal is missing, whether or not the journal was made, and ends with 2")
  func missingKeys() throws {
    let small = try make(["2015-01-01"])
    #expect(try Program(["check"] + small.files).exitCode == 0)
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(at: small.folder.appending(path: "journal.sqlite" + suffix))
    }
    for key in ["signing.key", "evidence.key"] {
      let path = small.folder.appending(path: key).path
      try FileManager.default.moveItem(atPath: path, toPath: path + ".kept")
      let program = try Program(["check"] + small.files)
      #expect(program.exitCode == 2 && program.output.contains(path), "\(program.output)\(program.errors)")
      #expect(program.output.contains("keys generate"), "\(program.output)")
      try FileManager.default.moveItem(atPath: path + ".kept", toPath: path)
    }
  }

  @Test(
    "A key that cannot be made is told with the folder that is missing, by the code for what cannot be created"
  )
  func keysGenerate() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    let missing = try Program(["keys", "generate", folder.path + "/a.key"])
    #expect(
      missing.exitCode == 73 && missing.errors.contains("there is no folder \(folder.path):"),
      "\(missing.errors)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try Program(["keys", "generate", folder.path + "/a.key"]).exitCode == 0)
    let again = try Program(["keys", "generate", folder.path + "/a.key"])
    #expect(again.exitCode == 73 && again.errors.contains("exists already"), "\(again.errors)")
  }
}
