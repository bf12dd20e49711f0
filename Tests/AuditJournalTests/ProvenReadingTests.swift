import CivilTime
import Foundation
import JSONText
import RecordStores
import SQLite
import TestNames
import Testing
import Words

@testable import AuditJournal

/// What is told of the past is read from entries that the signed root proves, whatever the state beside them says.
@Suite struct ProvenReadingTests {
  private func fill(_ folder: JournalFolder) throws -> [BatchName] {
    let journal = try folder.create()
    var batches: [BatchName] = []
    for texts in [["a", "b", "c"], ["a", "d"]] {
      let batch = try journal.prepare(
        folder.intent(count: texts.count), keys: folder.keys(texts),
        BatchCompanions(subjects: folder.subjects(texts, journal)),
        holdGeneration: journal.holdGeneration(), at: folder.start)
      try journal.deferOutcome(.committed, of: batch)
      batches.append(batch)
    }
    try journal.settleDeferred(at: folder.start)
    return batches
  }

  private func sought(_ folder: JournalFolder, _ text: String) -> [SoughtRecord] {
    [SoughtRecord(recordSet: "set", keys: [folder.keys([text]).bytes])]
  }

  /// Everything that asks about the past.
  private func questions(_ folder: JournalFolder) -> [(name: String, ask: (AuditJournal) throws -> String)] {
    [
      ("record", { "\(try $0.evidence(of: sought(folder, "a")).found.map(\.batch))" }),
      ("nobody", { "\(try $0.evidence(of: sought(folder, "x")).asked.values.reduce(0, +))" }),
      ("person", { "\(try $0.evidence(ofPerson: ["a"]).batches.map(\.batch))" }),
      ("run", { "\(try $0.record(ofRun: "run-0")?.lines.count ?? -1)" }),
      (
        "entries",
        { journal in
          var count = 0
          try journal.forEachEntry(of: EntrySelection()) { _ in count += 1 }
          return "\(count)"
        }
      ),
    ]
  }

  @Test(
    "Entries and evidence that somebody removed or changed give no answer, and a state that somebody changed gives the answer of the entries",
    arguments: [
      ("DELETE FROM batch WHERE entry = 1", ["record", "nobody", "person"]),
      (
        "UPDATE batch SET locators = substr(locators, 1, 64) WHERE entry = 1", ["record", "nobody", "person"]
      ),
      ("UPDATE batch SET locators = locators || x'00' WHERE entry = 1", ["record", "nobody", "person"]),
      ("UPDATE batch SET locators = zeroblob(96) WHERE entry = 1", ["record", "nobody", "person"]),
      ("UPDATE batch_subject SET subjects = zeroblob(96) WHERE entry = 1", ["person"]),
      ("DELETE FROM batch_subject WHERE entry = 1", ["person"]),
      ("DELETE FROM entry WHERE idx = 1", ["record", "nobody", "person", "run", "entries"]),
      (
        "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"set\"', '\"sea\"') AS BLOB) WHERE idx = 1",
        ["record", "nobody", "person", "run", "entries"]
      ),
      ("UPDATE batch SET outcome = NULL", []), ("UPDATE batch SET outcome = 'rolled-back'", []),
      ("UPDATE state SET value = 9", []),
    ] as [(String, [String])])
  func tampered(statement: String, refused: [String]) throws {
    let folder = try JournalFolder()
    _ = try fill(folder)
    let before = try questions(folder).map { try $0.ask(folder.open(.read)) }
    try folder.connection().execute(statement)
    for (question, answer) in zip(questions(folder), before) {
      if refused.contains(question.name) {
        #expect(throws: JournalError.self, "\(question.name)") { try question.ask(folder.open(.read)) }
      } else {
        // The state itself may be refused before anything is asked.
        let got = try? question.ask(folder.open(.read))
        #expect(got == nil || got == answer, "\(question.name)")
      }
    }
  }

  @Test("An entry's type is read from its end, and only where nothing else can stand there")
  func types() throws {
    let folder = try JournalFolder()
    _ = try fill(folder)
    try folder.open(.read).forEachEntry { #expect(EntryType.atEnd(of: $0.bytes) == $0.type) }
    for text in [
      "", "}", "\"}", "\"type\":\"a\"}", #"{"type":"a","x":"b"}"#, #"{"my\"type":"a"}"#,
      #"{"x":"\"type\":\"a"}"#,
      #"{"x":{"type":"a"}}"#, #"{"type":"a\"}"#, #"{"type":1}"#,
    ] {
      #expect(EntryType.atEnd(of: Array(text.utf8)) == nil, "\(text)")
    }
    #expect(EntryType.atEnd(of: Array(#"{"data":{},"type":"a.b"}"#.utf8)) == "a.b")
  }

  /// How a record can be in the journal, or not, without anybody finding it.
  @Test(
    "A question says what it asked: names, keys, and the batches of another evidence key and of other record sets"
  )
  func unknown() throws {
    let folder = try JournalFolder()
    _ = try fill(folder)
    let journal = try folder.open(.read)
    let name = RecordAnswer.Name(store: "store", recordSet: "set")
    let answer = try journal.evidence(of: sought(folder, "x"))
    #expect(answer.asked == [name: 2] && answer.others.isEmpty && answer.evidenceKey == folder.evidenceKey.id)
    let elsewhere = try journal.evidence(of: [SoughtRecord(recordSet: "sea", keys: [[1]])])
    #expect(elsewhere.asked.isEmpty && elsewhere.others == [name: 2])
    let otherStore = try journal.evidence(of: [SoughtRecord(store: "cold", recordSet: "set", keys: [[1]])])
    #expect(otherStore.asked.isEmpty && otherStore.others == [name: 2])

    // The former key is not at hand.
    let other = try EvidenceKey(Array(201...232))
    do {
      try folder.open(.run).rotateEvidenceKey(to: other, reason: "r", by: "somebody", at: folder.start)
    }
    let without = try AuditJournal(
      at: folder.location, access: .read, signingKey: folder.signingKey, evidenceKey: other)
    let unknown = try without.evidence(of: sought(folder, "a"))
    #expect(
      unknown.found.isEmpty && unknown.asked.isEmpty && unknown.underOtherKeys == [folder.evidenceKey.id: 2])
    #expect(try without.evidence(ofPerson: ["a"]).underOtherKeys == [folder.evidenceKey.id: 2])
  }

  @Test(
    "What somebody types is looked for as text, and as the number or the bytes that it is the own spelling of",
    arguments: [
      ("1", [.text("1"), .integer(1)]), ("01", [.text("01")]), ("+1", [.text("+1")]),
      ("1.5", [.text("1.5"), .real(1.5)]),
      ("1.50", [.text("1.50")]), ("-7", [.text("-7"), .integer(-7)]), ("abc", [.text("abc")]),
      ("0x0aff", [.text("0x0aff"), .blob([10, 255])]), ("0x0", [.text("0x0")]), ("", [.text("")]),
    ] as [(String, [ColumnValue])])
  func candidates(typed: String, values: [ColumnValue]) {
    #expect(ColumnValue.candidates(typed) == values)
  }

  @Test("The approver of a past run is whoever agreed last before it began, whatever was agreed to later")
  func approver() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    func approve(_ digest: ConfigurationDigest, _ by: String) throws {
      try journal.approve(
        AgreedFiles(
          digest: digest, rules: [1], rulesDigest: AuditJournal.digest(of: [1]), stores: [2],
          storesDigest: AuditJournal.digest(of: [2]), baseDirectory: "/"), by: by, at: folder.start)
    }
    func run(_ digest: ConfigurationDigest, approvingMeanwhile: (() throws -> Void)? = nil) throws -> RunName
    {
      let run = RunName(beginningAt: journal.size)
      try journal.append([.runStarted(run: run, configuration: digest, plan: "p")], at: folder.start)
      try approvingMeanwhile?()
      let batch = try journal.prepare(
        BatchIntent(
          StageOfRun(
            run: run, configuration: digest, domain: "d", rule: "r", action: .delete, recordSet: "set",
            store: "store", cutoff: "2021-11-23"), count: 1, dependents: [:]),
        keys: folder.keys([run.rawValue]), holdGeneration: journal.holdGeneration(), at: folder.start)
      try journal.deferOutcome(.committed, of: batch)
      try journal.settleDeferred(at: folder.start)
      return run
    }
    // By run, who had agreed before it.
    var expected: [RunName: String?] = [:]
    expected[try run("c")] = .some(nil)
    try approve("c", "A")
    expected[try run("c")] = "A"
    try approve("other", "X")
    expected[try run("c") { try approve("c", "B") }] = "A"
    expected[try run("c")] = "B"
    try approve("c", "A")
    expected[try run("c")] = "A"
    expected[try run("other")] = "X"
    try approve("c", "B")
    for (run, by) in expected {
      #expect(try journal.record(ofRun: run)?.approval?.by == by, "\(run)")
      #expect(
        try journal.evidence(of: sought(folder, run.rawValue)).found.first?.approval?.by == by, "\(run)")
    }
  }

  @Test(
    "Entries are selected by kind, day, run, record set and rule, outcomes by their batch, and parts go with their entry"
  )
  func selection() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let run = RunName(beginningAt: journal.size)
    let names = (0..<2_000).map { RecordSetName("set \($0)") }
    try journal.append([.runStarted(run: run, configuration: "c", plan: "p")], at: folder.start)
    let batch = try journal.prepare(
      folder.intent(count: 1).with(run: run), keys: folder.keys(["a"]),
      holdGeneration: journal.holdGeneration(), at: folder.start.adding(seconds: 10))
    try journal.deferOutcome(.committed, of: batch)
    try journal.settleDeferred(at: folder.start.adding(seconds: 20))
    let end = try journal.append(
      [
        .runEnded(
          run: run, status: .complete,
          lines: names.map { RunLine(recordSet: $0, rule: "q", action: .delete, count: 1) }, left: [])
      ], at: folder.start.adding(seconds: 30))
    #expect(end.count > 1)
    func found(_ change: (inout EntrySelection) -> Void, from first: Int = 0) throws -> [Int] {
      var selection = EntrySelection()
      change(&selection)
      var found: [Int] = []
      try journal.forEachEntry(of: selection, from: first) { found.append($0.index) }
      return found
    }
    #expect(try found { _ in } == Array(0..<journal.size))
    #expect(try found { $0.kinds = ["run.started"] } == [1])
    #expect(try found { $0.kinds = ["retentiond.batch"] } == [2, 3])
    #expect(try found { $0.kinds = ["run"] } == [1] + Array(end))
    #expect(try found { $0.kinds = ["batch.outcome", "run.started"] } == [1, 3])
    #expect(try found { $0.run = run } == [1, 2, 3] + Array(end))
    #expect(try found({ $0.run = run }, from: 3) == [3] + Array(end))
    #expect(try found { $0.recordSet = "set" } == [2, 3])
    #expect(try found { $0.recordSet = "set 1999" } == Array(end))
    #expect(try found { $0.rule = "r" } == [2, 3])
    #expect(try found { $0.rule = "q" } == Array(end))
    #expect(try found { $0.run = "run-77" } == [])
    #expect(
      try found {
        $0.times = folder.start.adding(seconds: 5)..<folder.start.adding(seconds: 25)
      } == [2, 3])
    #expect(
      try found {
        $0.kinds = ["batch.outcome"]
        $0.rule = "r"
      } == [3])
  }
}

extension BatchIntent {
  fileprivate func with(run: RunName) -> BatchIntent {
    BatchIntent(
      StageOfRun(
        run: run, configuration: stage.configuration, domain: stage.domain, rule: stage.rule,
        action: stage.action, recordSet: stage.recordSet, store: stage.store, cutoff: stage.cutoff),
      count: count, dependents: dependents)
  }
}
