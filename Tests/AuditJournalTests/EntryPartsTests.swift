import CivilTime
import JSONText
import RecordStores
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// Entries that grow with the configuration, of one with a thousand record sets.
@Suite struct EntryPartsTests {
  private static let texts = (0..<1_200).map { number in
    String(("set_\(number)_" + String(repeating: "n", count: 60)).prefix(60))
  }
  private static let names = texts.map(RecordSetName.init)

  /// Every event that has a member for each record set, rule or table.
  private static var growing: [JournalEvent] {
    let counts = names.map { name in
      RecordSetCounts(
        recordSet: name, rows: 5, judged: 4, withoutRule: .unknown,
        rules: [RuleCounts(rule: "rule", undated: 3, conflict: .unknown)])
    }
    let lines = names.map { RunLine(recordSet: $0, rule: "rule", action: .delete, count: 7) }
    let rules = texts.map { RuleCounts(rule: RuleID($0), undated: 3, conflict: .unknown) }
    let survey = SurveyRecord(
      binding: "b", counts: RecordSetCounts(recordSet: "set", rows: 9, judged: 9, rules: rules),
      events: texts.map { .init(event: $0, values: 3, impossible: 1) },
      facts: texts.map { .init(fact: $0, unmapped: 2) }, doneInClear: 1, unnormalPaths: nil, orphans: nil)
    return [
      .runEnded(
        run: "run-1", status: .complete, lines: lines,
        left: names.map {
          LeftLine(
            recordSet: $0, rule: "rule", overdue: 1, held: 2, blocked: 3, undated: .unknown, implausible: 0)
        }, counts: counts, volume: RunVolume(previous: 0, unfinished: names, standing: standing)),
      .planMade(
        plan: "p", due: 1, lines: names.map { DueLine(recordSet: $0, rule: "rule", action: .delete, due: 1) }
      ),
      .configurationApproved(
        digest: "c", rules: "r", stores: "s", baseDirectory: "d", by: "somebody", volume: volume),
      .firstRunContinued(
        FirstRunWord(configuration: "c", approval: 1, recordSets: names, by: nil, reason: "a day went by")),
      .batchPrepared(
        intent(dependents: 1_200), batch: "batch-1", rowsRoot: String(repeating: "0", count: 64),
        evidenceKey: "k"),
      .reconcileFound(
        run: "run-1", configuration: "c", includesKept: false,
        lines: names.map { ReturnedLine(recordSet: $0, rule: "rule", action: .delete, again: 1) }),
      .reconcileEnded(run: "run-1", status: .complete, lines: lines),
      .storeScrubbed(
        StoreScrubRecord(
          store: "s", asked: (true, false), rewritten: true, logsDropped: false,
          places: texts.map { ($0, false) })),
      .surveyMade(survey),
    ]
  }

  private static var volume: ApprovedVolume {
    ApprovedVolume(
      due: Dictionary(uniqueKeysWithValues: names.map { ($0, [.delete: 12]) }), unknown: [],
      changed: Dictionary(uniqueKeysWithValues: names.map { ($0, FirstRunProgress(batches: [1, 2])) }))
  }

  private static var standing: ApprovalStanding {
    var standing = ApprovalStanding(approval: 1, volume: volume, recordSets: names)
    for name in names { standing.add(3, to: name, action: .delete) }
    return standing
  }

  private static func intent(dependents: Int) -> BatchIntent {
    BatchIntent(
      StageOfRun(
        run: "run-1", configuration: "c", domain: "d", rule: "r", action: .delete, recordSet: "set",
        store: "store", cutoff: "2021-11-23"), count: 1,
      dependents: Dictionary(uniqueKeysWithValues: texts.prefix(dependents).map { ($0, 2) }))
  }

  @Test("An entry of a thousand record sets is appended, short enough for any reader, and is read back whole")
  func readBack() throws {
    for event in Self.growing {
      let folder = try JournalFolder()
      let journal = try folder.create()
      let entries = try journal.append([event, .serviceStopped(reason: "next")], at: folder.start)
      #expect(entries.count > 2, "\(event.type)")
      let isSame = try journal.entry(at: entries.lowerBound).data == event.data
      #expect(isSame, "\(event.type)")
      #expect(try journal.entry(at: entries.upperBound - 1).type == "retentiond.service.stopped")
      var sizes: [Int] = []
      try journal.forEachEntry { sizes.append($0.bytes.count) }
      #expect(sizes.allSatisfy { $0 <= 65_535 }, "\(event.type)")
    }
  }

  @Test(
    "An entry that is short enough has the bytes that it always had, but for the member that says what the state is"
  )
  func shortEntries() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let lines = Self.names.prefix(300).map { RunLine(recordSet: $0, rule: "r", action: .delete, count: 1) }
    let event = JournalEvent.reconcileEnded(run: "run-1", status: .complete, lines: lines)
    let entries = try journal.append([event], at: folder.start)
    #expect(entries.count == 1)
    let expected = JournalEntry(event, index: 1, origin: folder.location.origin, at: folder.start)
    let entry = try journal.entry(at: 1)
    let state = try #require(entry.data[StateMember.name])
    #expect(entry.bytes == expected.saying(state, origin: folder.location.origin).bytes)
    // One that is not the last of its transaction has none.
    try journal.append([event, event], at: folder.start)
    #expect(
      try journal.entry(at: 2).bytes
        == JournalEntry(event, index: 2, origin: folder.location.origin, at: folder.start).bytes)
  }

  @Test("A journal whose approval, batch, run and word are each in parts verifies, and the guards read them")
  func wholeRun() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let digest = AuditJournal.digest(of: [1])
    let volume = ApprovedVolume(
      due: Self.volume.due, unknown: ["away"],
      changed: Self.volume.changed.mapValues { _ in FirstRunProgress() })
    try journal.approve(
      AgreedFiles(
        digest: "c", rules: [1], rulesDigest: digest, stores: [1], storesDigest: digest,
        baseDirectory: "/etc/retentiond"), by: "somebody", volume: volume, at: folder.start)
    let approval = try #require(try journal.approval(for: "c"))
    let isSameVolume = try journal.standing(of: approval, recordSets: Self.names)?.volume == volume
    #expect(isSameVolume)

    let run = RunName(beginningAt: journal.size)
    try journal.append(
      [.planMade(plan: "p", due: 1), .runStarted(run: run, configuration: "c", plan: "p")], at: folder.start)
    let name = Self.names[0]
    let intent = BatchIntent(
      StageOfRun(
        run: run, configuration: "c", domain: "d", rule: "r", action: .delete, recordSet: name,
        store: "store", cutoff: "2021-11-23"), count: 1,
      dependents: Self.intent(dependents: 1_200).dependents,
      isFirstRun: true)
    let batch = try journal.prepare(
      intent, keys: folder.keys(["a"]), holdGeneration: journal.holdGeneration(), at: folder.start)
    let isSameIntent = try journal.pendingBatches().map(\.intent) == [intent]
    #expect(isSameIntent)
    try journal.deferOutcome(.committed, of: batch)
    try journal.settleDeferred(at: folder.start)
    #expect(try folder.verify().findings == [])

    var standing = try #require(try journal.standing(of: approval, recordSets: Self.names))
    #expect(standing.firstRuns[name]?.changed == 1)
    standing.wait(for: name, since: folder.start)
    let counts = Self.names.map { RecordSetCounts(recordSet: $0, rows: 5, judged: 4) }
    try journal.append(
      [
        .runEnded(
          run: run, status: .complete,
          lines: [RunLine(recordSet: name, rule: "r", action: .delete, count: 1)],
          left: [], counts: counts, volume: RunVolume(previous: nil, unfinished: nil, standing: standing))
      ], at: folder.start)
    let isSameRun =
      try journal.record(ofRun: run)?.counts == counts
      && journal.standing(of: approval, recordSets: Self.names) == standing
    #expect(isSameRun)
    #expect(try journal.largestRuns(of: Self.names) == [name: [.delete: 1]])
    #expect(try folder.verify().findings == [])

    try journal.record(
      FirstRunWord(
        configuration: "c", approval: approval.entry, recordSets: Self.names, by: "somebody", reason: "seen"),
      at: folder.start)
    let result = try folder.verify()
    #expect(result.findings == [] && result.rows == 1 && result.openBatches == 0)
    #expect(try journal.standing(of: approval, recordSets: Self.names)?.firstRuns == [:])
  }

  @Test("Parts that are missing, strange or out of their order are found")
  func brokenParts() throws {
    let origin = "test.example/journal"
    let start = Instant(secondsSinceEpoch: 1_800_000_000)
    let key = try SigningKey(seed: Array(1...32)).verifier(of: origin)
    let whole = JournalEntry(Self.growing[1], index: 1, origin: origin, at: start)
    let entries = try #require(whole.divided(origin: origin))
    let first = JournalEntry(
      .journalCreated(verifierKey: key.text, evidenceKey: "e"), index: 0, origin: origin, at: start)
    func findings(_ rest: [JournalEntry]) throws -> [String] {
      let check = EntryCheck(verifierKey: key, evidence: { _ in nil })
      for entry in [first] + rest { try check.add(entry.bytes) { _, _, _ in } }
      check.finish()
      return check.result.findings.filter { !$0.contains("signed") }
    }
    func part(of entry: Int, number: Int, index: Int) -> JournalEntry {
      try! JournalEntry(
        bytes: JSONValue.object([
          "specversion": .string("1.0"), "id": .string(String(index)), "source": .string(origin),
          "type": .string(EntryType.entryPart.rawValue), "time": .string(start.iso8601),
          "datacontenttype": .string("application/json"),
          "data": .object([
            "entry": .integer(entry), "number": .integer(number),
            "pieces": .array([
              .object(["at": .array([.string("lines"), .integer(5_000)]), "value": .integer(1)])
            ]),
          ]),
        ]).canonical, index: index, origin: origin)
    }
    let other = JournalEntry(
      .serviceStopped(reason: "x"), index: entries.count, origin: origin, at: start)
    #expect(try findings(entries) == [])
    let broken: [[JournalEntry]] = [
      Array(entries.dropLast()), entries.dropLast() + [other],
      [part(of: 0, number: 1, index: 1)],
      entries + [part(of: 1, number: entries.count, index: entries.count + 1)],
      [entries[0], part(of: 1, number: 2, index: 2)], [entries[0], part(of: 0, number: 1, index: 2)],
      [entries[0], part(of: 1, number: 1, index: 2)],
    ]
    for rest in broken { #expect(try findings(rest).count == 1) }
  }
}
