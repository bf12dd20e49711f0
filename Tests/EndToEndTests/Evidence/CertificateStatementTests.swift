import Foundation
import Purging
import RecordStores
import SQLite
import TestNames
import Testing
import Words

@testable import AuditJournal
@testable import retentiond

/// What a certificate says of keys, of what came back, of what was left, and of a run that has no end.
@Suite struct CertificateStatementTests {
  private static let recordSet = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, '0840588123401', 'old'), (2, '0840588123402', 'old'), (3, '0840588123403', 'new');
    """

  private func certificate(_ small: SmallConfiguration, _ run: String? = nil, _ language: String = "en")
    throws -> String
  {
    let made = try Program(
      ["journal", "certificate", "--language", language] + (run.map { [$0] } ?? []) + small.files)
    #expect(made.exitCode == 0, "\(made.errors)")
    return made.output
  }

  private func blocks(_ html: String) -> [String] {
    html.matches(of: #/<pre>([\s\S]*?)</pre>/#).map {
      String($0.1).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
        .replacing("&amp;", with: "&")
    }
  }

  private func shell(_ script: String, in folder: URL) throws -> Bool {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", script]
    shell.currentDirectoryURL = folder
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    return shell.terminationStatus == 0
  }

  @Test(
    "After rotations a certificate has every key, and its commands lead from the first to the one that signs now",
    arguments: ["en", "fr"])
  func rotated(language: String) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSet)
    #expect(try small.purge().program.exitCode == 0)
    let stores = small.folder.appending(path: "stores.json")
    var keys = [
      try #require(
        try Program(["journal", "verify"] + small.files).output.firstMatch(of: #/given: (.+)/#)
      ).1
    ].map(String.init)
    for number in 2...3 {
      let name = "signing-\(number).key"
      let path = small.folder.appending(path: name).path
      #expect(try Program(["keys", "generate", path]).exitCode == 0)
      let rotated = try Program(["journal", "rotate-key", "--to", path, "--reason", "yearly"] + small.files)
      #expect(rotated.exitCode == 0, "\(rotated.errors)")
      keys.append(String(try #require(rotated.output.firstMatch(of: #/test\.example\S+/#)).0))
      let text = try String(contentsOf: stores, encoding: .utf8)
      try Data(
        text.replacing(#/"signing": \{"file": "[^"]+"\}/#, with: #""signing": {"file": "\#(name)"}"#).utf8
      ).write(to: stores)
    }
    // One certificate right behind a rotation, and one after another entry.
    for step in 0..<2 {
      if step == 1 {
        let hold = try Program(
          ["hold", "add", "--record-set", "person", "--reference", "R", "--reason", "suit"] + small.files)
        #expect(hold.exitCode == 0, "\(hold.errors)")
      }
      let html = try certificate(small, nil, language)
      for key in keys { #expect(html.contains("<td>\(key)</td>"), "\(key): \(html)") }
      let blocks = blocks(html)
      try #require(blocks.count == 3)
      let place = small.folder.appending(path: "check-\(step)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data(blocks[0].utf8).write(to: place.appending(path: "checkpoint"))
      #expect(try shell(blocks[1], in: place))
      #expect(try shell(blocks[2], in: place))
      // Another root in one of the endorsing checkpoints.
      let lines = blocks[2].split(separator: "\n", omittingEmptySubsequences: false)
      let root = try #require(lines.firstIndex { $0.hasPrefix("cat > ") }) + 3
      var forged = lines
      forged[root] =
        "A" + forged[root].dropFirst() == forged[root]
        ? "B" + forged[root].dropFirst() : "A" + forged[root].dropFirst()
      #expect(try !shell(forged.joined(separator: "\n"), in: place))
    }
  }

  @Test(
    "What a restore brought back is in the first run's certificate, and purging it again has one of its own",
    arguments: ["en", "fr"])
  func reconciled(language: String) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSet)
    let first = try #require(try small.purge().report["run"] as? String)
    #expect(try !certificate(small, first, language).contains("class=\"returned\""))
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(
      "INSERT INTO person VALUES (1, '0840588123401', '2015-01-01'), (2, '0840588123402', '2999-01-01')")
    #expect(try Program(["reconcile", "--purge"] + small.files).exitCode == 0)
    let again = try certificate(small, nil, language)
    let words =
      language == "en"
      ? (
        kind: "purges again what a restore brought back", found: "What a restore had brought back",
        back: "It purged 1 of them again", title: "Certificate of destruction"
      )
      : (
        kind: "purge à nouveau ce qu’une restauration", found: "Ce qu’une restauration avait fait revenir",
        back: "Elle en a purgé 1 à nouveau", title: "Certificat de destruction"
      )
    #expect(
      again.contains(words.kind) && again.contains(words.found) && again.contains(words.title), "\(again)")
    #expect(again.contains("<td>1</td><td>0</td><td>0</td><td>1</td>"), "one as it was, one new: \(again)")
    let before = try certificate(small, first, language)
    #expect(before.contains(words.back) && before.contains("class=\"returned\""), "\(before)")
    let found = try Program(["journal", "find", "person", "1"] + small.files).output
    #expect(found.contains("Deleted at ") && found.contains("Deleted again at "), "\(found)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }

  /// What keeps rows that are due, with the cause that is said in entry and certificate.
  private static let causes:
    [(cause: String, english: String, content: String, prepare: [String], firstRun: String)] = [
      (
        "held", "a legal hold keeps them", "",
        ["hold", "add", "--record-set", "person", "--reference", "R", "--reason", "r"], "false"
      ),
      (
        "blocked", "what refers to them keeps them",
        """
        CREATE TABLE visit (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id), ended TEXT);
        CREATE INDEX visit_person ON visit (person); CREATE INDEX visit_ended ON visit (ended);
        INSERT INTO visit VALUES (1, 1, 'new'), (2, 2, 'new');
        """, [], "false"
      ),
      ("first-run", "the first run waits for a word", "", [], "1"),
    ]

  @Test("What is overdue after a run has its cause in the entry and in the certificate", arguments: 0..<3)
  func cause(number: Int) throws {
    let (cause, words, content, prepare, firstRun) = Self.causes[number]
    let visits = #"""
      , "visit": {"store": "main", "table": "visit", "domain": "rights", "key": ["id"],
        "events": {"ended": {"column": "ended", "as": "date"}}}
      """#
    let recordSet =
      content.isEmpty
      ? Self.recordSet
      : Self.recordSet.replacing(
        #""as": "date"}}}"#,
        with: #""as": "date"}}, "dependents": [{"table": "visit", "references": {"person": "id"}}]}"#)
        + visits
    let small = try SmallConfiguration(
      content: Self.content + content, recordSets: recordSet, firstRun: firstRun)
    if !prepare.isEmpty {
      let prepared = try Program(prepare + small.files)
      #expect(prepared.exitCode == 0, "\(prepared.errors)")
    }
    _ = try Program(["purge"] + small.files)
    let entry = try Program(["journal", "show", "--json", "--type", "run.ended"] + small.files).output
    #expect(entry.contains(#""cause":"\#(cause)""#), "\(entry)")
    #expect(try certificate(small).contains("<td>\(words)</td>"))
  }

  @Test(
    "A record set that was left out, and of which nobody knows what is overdue, is in the entry and in the certificate"
  )
  func refused() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSet)
    #expect(try small.purge().program.exitCode == 0)
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute(
      "ALTER TABLE person RENAME TO people")
    #expect(try Program(["purge"] + small.files).exitCode == 1)
    let entry = try Program(
      ["journal", "show", "--json", "--type", "run.ended", "--last", "1"] + small.files
    ).output
    #expect(
      entry.contains(#""refused":[{"reason":"#) && entry.contains(#""unmeasured":["person"]"#), "\(entry)")
    for (language, words) in [("en", "Left out: person: "), ("fr", "Laissé de côté : person: ")] {
      let html = try certificate(small, nil, language)
      #expect(html.contains(words), "\(html)")
    }
    #expect(try !certificate(small).contains("Certificate of destruction"), "this run destroyed nothing")
  }

  @Test(
    "Of a run without an end it is said whether its batches are settled, and only when they are",
    arguments: [true, false])
  func withoutEnd(isSettled: Bool) throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSet)
    #expect(try small.purge().program.exitCode == 0)
    let session = try ServerRuns.session(of: small)
    let run: RunName
    do {
      let journal = try session.journal(.run)
      run = RunName(beginningAt: journal.size)
      let digest = session.configuration.digest
      let time = try #require(journal.acceptedTime)
      try journal.append([.runStarted(run: run, configuration: digest, plan: "p")], at: time)
      var keys = KeyList()
      keys.append(key: [.integer(2)])
      _ = try journal.prepare(
        BatchIntent(
          StageOfRun(
            run: run, configuration: digest, domain: "rights", rule: "rights", action: .delete,
            recordSet: "person",
            store: "main", cutoff: "2021-11-23"), count: 1, dependents: [:]),
        keys: keys, holdGeneration: journal.holdGeneration(), at: time)
    }
    let open = try certificate(small, run.rawValue)
    #expect(
      open.contains("no end yet") && open.contains("1 batch is open") && !open.contains("are settled"),
      "\(open)")
    guard isSettled else { return }
    #expect(try small.purge().program.exitCode == 0)
    #expect(try certificate(small, run.rawValue).contains("broken off; its batches are settled"))
    #expect(try certificate(small, run.rawValue, "fr").contains("interrompue ; ses lots sont réglés"))
  }
}
