import AuditJournal
import CivilTime
import JournalDirectory
import RecordStores
import TransparencyLog
import Words

/// Makes a journal of a size, as a long-lived service would have it, and its folder: `journal-benchmark FOLDER BATCHES ROWS`; or verifies both,
/// if they are there: `journal-benchmark FOLDER`.
///
/// Each batch is an intent with so many records and its outcome, so that there are twice as many entries as batches. With no rows there
/// are so many entries of another kind, a thousand to a checkpoint: what verifying takes besides signatures and row evidence.
@main
struct JournalBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 2 { return try verify(arguments[1]) }
    guard arguments.count == 4, let batches = Int(arguments[2]), let rows = Int(arguments[3]) else {
      print("journal-benchmark FOLDER [BATCHES ROWS]")
      return
    }
    let key = try SigningKey(seed: Array(1...32))
    let location = JournalLocation(
      path: arguments[1] + "/journal.sqlite", origin: "benchmark.example/retention")
    var time = Instant(secondsSinceEpoch: 1_700_000_000)
    let journal = try AuditJournal.create(
      at: location, signingKey: key, evidenceKey: EvidenceKey(Array(101...132)), now: time)
    let generation = try journal.holdGeneration()
    let started = ContinuousClock.now
    for _ in 0..<(rows == 0 ? batches / 1_000 : 0) {
      try journal.append((0..<1_000).map { .refusal(code: "benchmark", detail: "number \($0)") }, at: time)
    }
    for batch in 0..<(rows == 0 ? 0 : batches) {
      time = time.adding(seconds: 1)
      if batch.isMultiple(of: batchesOfRun) { try begin(batch / batchesOfRun, in: journal, at: time) }
      var keys = KeyList()
      for row in 0..<rows {
        keys.append(integer: Int64(batch * rows + row))
        keys.endKey()
      }
      let name = try journal.prepare(
        BatchIntent(
          StageOfRun(
            run: RunName(beginningAt: batch / batchesOfRun), configuration: configuration,
            domain: DomainID("rights-and-care"), rule: RuleID("rights-and-care"), action: .delete,
            recordSet: RecordSetName("beneficiaire"),
            store: StoreName("droits"), cutoff: "2021-11-23"), count: rows,
          dependents: ["prestation": rows * 2]),
        keys: keys, holdGeneration: generation, at: time)
      try journal.deferOutcome(.committed, of: name)
    }
    try journal.settleDeferred(at: time)
    let appended = ContinuousClock.now
    try openings(of: location, key: key, at: time)
    let opened = ContinuousClock.now
    try DirectoryExport.extend(arguments[1] + "/journal.tlog", from: journal)
    print("verifier key \(journal.verifierKey.text)")
    print("append \(perSecond(batches, started, appended)) batches/s")
    print("export \(perSecond(journal.size, opened, .now)) entries/s")
    try proofs(of: journal)
  }

  /// The file and the folder, each as an auditor verifies it. `taskset -c 0` says what one core does.
  private static func verify(_ folder: String) throws {
    let path = folder + "/journal.sqlite"
    let key = try JournalVerifier.firstKey(ofJournalAt: path)
    let began = ContinuousClock.now
    let file = try JournalVerifier.verify(path: path, verifierKey: key)
    let verified = ContinuousClock.now
    let directory = try DirectoryVerifier.verify(folder + "/journal.tlog", verifierKey: key)
    print("verify the file \(perSecond(file.entries, began, verified)) entries/s")
    print("verify the folder \(perSecond(directory.entries, verified, .now)) entries/s")
    for finding in file.findings + directory.findings { print("WRONG \(finding)") }
  }

  private static let batchesOfRun = 1_000
  private static let configuration = ConfigurationDigest(String(repeating: "0123456789abcdef", count: 4))
  private static let plan = PlanDigest("p")

  /// Begins a run that nothing ends, under files that somebody approved.
  private static func begin(_ number: Int, in journal: AuditJournal, at time: Instant) throws {
    if number == 0 {
      let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      try journal.approve(
        AgreedFiles(
          digest: configuration, rules: [], rulesDigest: nothing, stores: [], storesDigest: nothing,
          baseDirectory: "/"), by: "benchmark", at: time)
    }
    try journal.append(
      [
        .planMade(plan: plan, due: batchesOfRun),
        .runStarted(run: RunName(beginningAt: number), configuration: configuration, plan: plan),
      ], at: time)
  }

  /// The time of an opening for a run and of a run's first entry, beside those of an empty journal: neither grows with the entries.
  private static func openings(of location: JournalLocation, key: SigningKey, at time: Instant) throws {
    let evidenceKey = try EvidenceKey(Array(101...132))
    let empty = JournalLocation(path: location.path + ".empty", origin: location.origin)
    _ = try AuditJournal.create(at: empty, signingKey: key, evidenceKey: evidenceKey, now: time)
    for (name, location) in [("this journal", location), ("an empty journal", empty)] {
      var times: [Double] = []
      for _ in 0..<41 {
        let started = ContinuousClock.now
        let journal = try AuditJournal(
          at: location, access: .run, signingKey: key, evidenceKey: evidenceKey)
        try journal.preflight()
        times.append(seconds(started, .now) * 1_000)
      }
      let started = ContinuousClock.now
      let journal = try AuditJournal(at: location, access: .run, signingKey: key, evidenceKey: evidenceKey)
      try journal.beginRun([.planMade(plan: plan, due: 0)], at: time)
      print(
        "open \(name) for a run: \(times.sorted()[20]) ms, with its first entry \(seconds(started, .now) * 1_000) ms"
      )
    }
  }

  /// The time of a proof at several sizes: it grows with the depth of the tree.
  private static func proofs(of journal: AuditJournal) throws {
    var size = 1_000
    while size <= journal.size {
      let started = ContinuousClock.now
      for index in 0..<1_000 {
        _ = try InclusionProof(of: index * (size / 1_000), size: size, nodes: journal.node)
      }
      print("inclusion proof among \(size) entries: \(seconds(started, .now) * 1_000) µs")
      size *= 10
    }
  }

  private static func seconds(_ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant) -> Double {
    let duration = end - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func perSecond(
    _ count: Int, _ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant
  )
    -> Int
  { Int(Double(count) / seconds(start, end)) }
}
