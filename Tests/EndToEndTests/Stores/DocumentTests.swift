import Foundation
import SQLite
import TestConfiguration
import Testing

/// Documents from the configuration to the journal: as a person who keeps letters in folders uses them.
@Suite struct DocumentTests {
  private static let rules = TestRules.file(
    TestRules.domain(
      "rights",
      TestRules.rule(
        "rights", bounds: TestRules.Bounds(minimum: "P1Y"),
        #"{"action": "archive", "at": "minimum"}, \#(TestRules.delete)"#)))

  private static let recordSets = """
    "letter": {"store": "papers", "folder": "letters", "domain": "rights", "subject": "nir", "batch": {"rows": 2},
      "documents": {"pattern": "{nir}/{ended}_{number}.pdf"}, "events": {"ended": {"column": "ended", "as": "compact-date"}},
      "archive": {"to": "letter-archive"}},
    "letter-archive": {"store": "papers", "folder": "old", "domain": "rights", "subject": "nir",
      "documents": {"pattern": "{nir}/{ended}_{number}.pdf"}, "events": {"ended": {"column": "ended", "as": "compact-date"}}},
    "mail": {"store": "papers", "folder": "mails", "domain": "rights", "subject": "nir",
      "documents": {"sidecar": ".json"}, "events": {"ended": {"column": "closed", "as": "date"}}, "archive": {"to": "mail-archive"}},
    "mail-archive": {"store": "main", "table": "mail", "domain": "rights", "key": ["path"],
      "events": {"ended": {"column": "modified", "as": "epoch-seconds"}}}
    """

  private func make() throws -> SmallConfiguration {
    let recent = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -800 * 86_400)).prefix(10)
    let compact = recent.replacing("-", with: "")
    return try SmallConfiguration(
      content: """
        CREATE TABLE mail (path TEXT NOT NULL PRIMARY KEY, content BLOB, modified INTEGER, sidecar BLOB);
        CREATE INDEX mail_modified ON mail (modified);
        """, recordSets: Self.recordSets, rules: Self.rules,
      otherStores: #", "papers": {"engine": "documents", "path": "papers"}"#
    ) { folder in
      let files = [
        "letters/0840588123401/20150101_1.pdf", "letters/0840588123401/\(compact)_2.pdf",
        "letters/0840588123402/20150101_3.pdf", "letters/0840588123403/20150101_4.pdf",
        "letters/0840588123404/20160101_5.pdf", "letters/readme.txt", "old/0840588123405/20150101_6.pdf",
        "mails/1.eml", "mails/2.eml",
      ]
      for name in files {
        let file = folder.appending(path: "papers/" + name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("content of \(name)".utf8).write(to: file)
      }
      try Data(#"{"nir": "0840588123401", "closed": "\#(recent)"}"#.utf8).write(
        to: folder.appending(path: "papers/mails/1.eml.json"))
    }
  }

  private func files(_ small: SmallConfiguration) throws -> Set<String> {
    let root = small.folder.appending(path: "papers").path
    let all = try FileManager.default.subpathsOfDirectory(atPath: root)
    return Set(all.filter { !$0.hasPrefix(".retentiond") && ($0.contains(".") || $0.contains("0840588")) })
  }

  @Test("Letters are planned, held, archived, deleted, found in the journal, and found again after a restore")
  func wholeWay() throws {
    let small = try make()
    let held = try Program(
      ["hold", "add", "--subject", "-", "--reference", "C1", "--reason", "dispute"] + small.files,
      input: "0840588123402\n")
    try #require(held.exitCode == 0, "\(held.errors)")
    let explained = try Program(["explain", "letter", "0840588123402/20150101_3.pdf"] + small.files)
    #expect(explained.output.contains("Verdict: held"), "\(explained.output)")
    let plan = try Program(["plan"] + small.files)
    #expect(plan.exitCode == 0 && !plan.output.contains("0840588"), "\(plan.output)\(plan.errors)")
    let copy = small.folder.appending(path: "backup")
    try FileManager.default.copyItem(at: small.folder.appending(path: "papers/letters"), to: copy)
    let (run, report) = try small.purge()
    #expect(run.exitCode == 0 && report["status"] as? String == "complete", "\(run.output)\(run.errors)")
    let archived = try files(small).filter { $0.hasPrefix("old/") && $0.hasSuffix(".pdf") }
    #expect(archived.count == 1 && archived.first?.hasSuffix("_2.pdf") == true, "\(archived)")
    #expect(
      try Set(files(small).subtracting(archived).filter { $0.contains(".") }) == [
        "letters/0840588123402/20150101_3.pdf", "letters/readme.txt", "mails/2.eml",
      ])
    #expect(try !files(small).contains("letters/0840588123403"), "a folder's name is a person's")
    #expect(
      try small.rows(of: "mail", columns: ["path", "CAST(content AS TEXT)"]) == [
        ["1.eml", "content of mails/1.eml"]
      ])
    #expect(!(run.output + run.errors).contains("0840588"))
    let found = try Program(["journal", "find", "letter", "0840588123403/20150101_4.pdf"] + small.files)
    #expect(found.exitCode == 0 && found.output.contains("committed"), "\(found.output)\(found.errors)")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
    let own = try FileManager.default.contentsOfDirectory(
      atPath: small.folder.appending(path: "papers/.retentiond").path)
    #expect(own == ["lock"], "\(own)")
    // A backup brings a letter back.
    try FileManager.default.createDirectory(
      at: small.folder.appending(path: "papers/letters/0840588123403"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: copy.appending(path: "0840588123403/20150101_4.pdf"),
      to: small.folder.appending(path: "papers/letters/0840588123403/20150101_4.pdf"))
    let again = try Program(["reconcile", "--purge"] + small.files)
    #expect(again.exitCode == 0, "\(again.output)\(again.errors)")
    #expect(try !files(small).contains("letters/0840588123403"))
  }

  @Test("A folder that is not mounted is not taken for one without documents")
  func notMounted() throws {
    let small = try make()
    _ = try small.purge()
    let papers = small.folder.appending(path: "papers")
    try FileManager.default.moveItem(at: papers, to: small.folder.appending(path: "away"))
    #expect(try small.purge().report["status"] as? String == "incomplete")
    for name in ["letters", "old", "mails"] {
      try FileManager.default.createDirectory(
        at: papers.appending(path: name), withIntermediateDirectories: true)
    }
    let blind = try small.purge()
    #expect(blind.report["status"] as? String == "incomplete", "\(blind.program.output)")
  }
}
