import AuditJournal
import CivilTime
import RecordStores
import TestNames
import Testing
import Words

/// A history that nobody's program writes: each entry is signed and whole, and some contradict each other.
struct ForgedHistory: Sendable, CustomTestStringConvertible {
  let name: String
  /// What a finding says of it.
  let finding: String
  /// What the clock shows of whoever verifies, in seconds after the journal's last entry.
  var now: Int?
  let write: @Sendable (RunStory) throws -> Void
  var isApproved = true

  var testDescription: String { name }

  init(
    _ name: String, _ finding: String, now: Int? = nil, isApproved: Bool = true,
    _ write: @escaping @Sendable (RunStory) throws -> Void
  ) {
    self.name = name
    self.finding = finding
    self.now = now
    self.write = write
    self.isApproved = isApproved
  }

  static let all: [ForgedHistory] =
    approvals + plans + batches + ends + completions + holds + files + times + firstRuns

  static let approvals: [ForgedHistory] = [
    .init("a run under what nobody approved", "which nobody had approved by then") {
      try $0.end($0.begin(under: "other"), 0)
    },
    .init("a run under what is approved later", "which nobody had approved by then", isApproved: false) {
      try $0.end($0.begin(), 0)
      try $0.approve()
    },
    .init("a reconciliation under what nobody approved", "which nobody had approved by then") {
      try $0.endReconciliation($0.reconcile(under: "other"), 0)
    },
    .init("a word on first runs under what is no approval", "is not the last approval of that configuration")
    {
      try $0.append(
        .firstRunContinued(
          FirstRunWord(
            configuration: "c", approval: 0, recordSets: ["set"], by: "somebody", reason: "seen")))
    },
    .init("a standing under an approval of other files", "which did not approve its configuration") {
      let other = try $0.approve("other")
      let run = try $0.begin()
      let standing = $0.standing(under: other, waiting: [])
      try $0.end(run, 0, volume: RunVolume(previous: nil, unfinished: nil, standing: standing))
    },
  ]

  static let plans: [ForgedHistory] = [
    .init("a run by another plan", "by a plan that is not the one") {
      try $0.end($0.begin(plan: "other"), 0)
    },
    .init("a run without a plan", "by a plan that is not the one") {
      let run = try $0.begin()
      try $0.end(run, 0)
      try $0.append(.runStarted(run: "run-\($0.journal.size)", configuration: "c", plan: "p"))
    },
    .init("a plan for fewer rows than none", "plans for fewer rows than none") {
      try $0.append(.planMade(plan: "q", due: -1))
    },
    .init("rows where the plan found none", "found none due") {
      let run = try $0.begin(due: 0)
      try $0.batch(of: run)
      try $0.end(run)
    },
  ]

  static let batches: [ForgedHistory] = [
    .init("a batch without any run", "which is not under way there: none is") { try $0.batch(of: "run-2") },
    .init("a batch before its run", "which is not under way there: none is") {
      try $0.batch(of: "run-5")
      try $0.end($0.begin("run-5"), 0)
    },
    .init("a batch behind the end of its run", "which is not under way there: none is") {
      let run = try $0.begin()
      try $0.end(run, 0)
      try $0.batch(of: run)
    },
    .init("a batch of another run", "which is not under way there: run-") {
      let run = try $0.begin()
      try $0.batch(of: "run-1")
      try $0.end(run, 0)
    },
    .init("two runs at once", "which is not under way there: run-") {
      let first = try $0.begin()
      let second = try $0.begin()
      try $0.batch(of: second)
      try $0.batch(of: first)
      try $0.end(second)
    },
    .init("a batch under another configuration", "is under another configuration than its run-") {
      try $0.approve("other")
      let run = try $0.begin()
      try $0.batch(of: run, under: "other")
      try $0.end(run)
    },
    .init("a batch that purges again, in a run that does not", "is no run that does") {
      let run = try $0.begin()
      let first = try $0.batch(of: run)
      try $0.batch(of: run, repeats: first)
      try $0.end(run, 4)
    },
    .init("a batch that purges first, in a run that purges again", "the run is there to purge again") {
      let run = try $0.reconcile()
      try $0.batch(of: run)
      try $0.endReconciliation(run, 2)
    },
    .init("rows that no run left", "leaves rows of run-1, which is not under way there") {
      try $0.append(
        .rowSetAside(run: "run-1", recordSet: "set", rule: "r", locator: "00", reason: "broken"))
    },
    .init("rows that are too few, of a run that is over", "which is not under way there") {
      let run = try $0.begin()
      try $0.end(run, 0)
      try $0.append(.rowsTooFew(run: run, recordSet: "set", rule: "r", count: 2, k: 5))
    },
  ]

  static let ends: [ForgedHistory] = [
    .init("more than was committed", "changed 3 records") {
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.end(run, 3)
    },
    .init("less than was committed", "changed 1 records") {
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.end(run, 1)
    },
    .init("nothing, and something was committed", "changed 0 records") {
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.end(run, 0)
    },
    .init("records of another record set", "and none of its batches did") {
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.end(run, of: "other")
    },
    .init("what was rolled back", "changed 2 records") {
      let run = try $0.begin()
      try $0.batch(of: run, ["x", "y"], .rolledBack)
      try $0.end(run)
    },
    .init("more than was found out to be committed", "changed 3 records") {
      let run = try $0.begin()
      try $0.batch(of: run, ["a", "b"], .recovered(.committed))
      try $0.end(run, 3)
    },
    .init("more than was purged again", "changed 3 records") {
      let first = try $0.begin()
      let batch = try $0.batch(of: first)
      try $0.end(first)
      let run = try $0.reconcile()
      try $0.batch(of: run, repeats: batch)
      try $0.endReconciliation(run, 3)
    },
    .init("a run that ends twice", "which is not under way there: none is") {
      let run = try $0.begin()
      try $0.end(run, 0)
      try $0.end(run, 0)
    },
    .init("a run that ends and did not begin", "which is not under way there: none is") {
      try $0.end("run-2", 0)
    },
    .init("a reconciliation that ends as a purge", "which is not under way there") {
      try $0.end($0.reconcile(), 0)
    },
    .init("a run that begins twice", "which is the name of an earlier run") {
      try $0.end($0.begin("run-2"), 0)
      try $0.end($0.begin("run-2"), 0)
    },
    .init("a run with a name of the future", "or of none that could begin there") {
      try $0.end($0.begin("run-1000"), 0)
    },
    .init("a run that follows another than the last", "as the end of the run before") {
      let first = try $0.end($0.begin(), 0)
      try $0.end($0.begin(), 0)
      try $0.end(
        $0.begin(), 0, volume: RunVolume(previous: first, unfinished: nil, standing: nil))
    },
    .init("a run that ends with an open batch", "of its batches have no outcome") {
      let run = try $0.begin()
      try $0.batch(of: run, ["a"], .open)
      try $0.end(run, 0, status: .incomplete)
    },
    .init("counts of a survey that nobody made", "has counts of a survey of set, and there was none") {
      let run = try $0.begin()
      let counts = RecordSetCounts(recordSet: "set", rows: 1, judged: 1, surveyed: $0.time)
      try $0.end(run, 0, counts: [counts])
    },
  ]

  static let completions: [ForgedHistory] = [
    .init("complete, with an open batch of an earlier run", "have no outcome") {
      try $0.batch(of: $0.begin(), ["a"], .open)
      try $0.end($0.begin(), 0)
    },
    .init("complete, with files left", "have files that no entry says are gone") {
      let run = try $0.begin()
      try $0.batch(of: run, files: 2)
      try $0.end(run)
    },
    .init("complete, with a row set aside", "it left rows that are due") {
      let run = try $0.begin()
      try $0.append(.rowSetAside(run: run, recordSet: "set", rule: "r", locator: "00", reason: "broken"))
      try $0.end(run, 0)
    },
    .init("complete, with rows that are too few", "it left rows that are due") {
      let run = try $0.begin()
      try $0.append(.rowsTooFew(run: run, recordSet: "set", rule: "r", count: 2, k: 5))
      try $0.end(run, 0)
    },
    .init("complete, with locked rows", "it left rows that others had locked") {
      let line = LeftLine(
        recordSet: "set", rule: "r", overdue: 1, held: 0, blocked: 0, undated: 0, implausible: 0, locked: 1)
      try $0.end($0.begin(), 0, left: [line])
    },
    .init("complete, with a record set that is unfinished", "that it did not come through") {
      let volume = RunVolume(previous: nil, unfinished: ["set"], standing: nil)
      try $0.end($0.begin(), 0, volume: volume)
    },
  ]

  static let holds: [ForgedHistory] =
    ([
      ("record set", .recordSet("set")), ("domain", .domain("d")), ("store", .store("store")),
    ] as [(String, HoldScope)]).map { name, scope in
      .init("a batch of a held \(name)", "changes set, which hold 1 keeps") {
        _ = try $0.hold(scope)
        let run = try $0.begin()
        try $0.batch(of: run)
        try $0.end(run)
      }
    } + [
      .init("a batch with a held record", "changes a record of set that hold 1 keeps") {
        _ = try $0.hold(.record(store: "store", recordSet: "set", key: $0.key("b")))
        let run = try $0.begin()
        try $0.batch(of: run, ["a", "b", "c"])
        try $0.end(run, 3)
      },
      .init("a batch with a held record, purged again", "changes a record of set that hold 1 keeps") {
        let first = try $0.begin()
        let batch = try $0.batch(of: first)
        try $0.end(first)
        _ = try $0.hold(.record(store: "store", recordSet: "set", key: $0.key("a")))
        let run = try $0.reconcile()
        try $0.batch(of: run, repeats: batch)
        try $0.endReconciliation(run, 2)
      },
      .init("a batch under the second of two holds", "which hold 2 keeps") {
        let first = try $0.hold(.recordSet("set"))
        _ = try $0.hold(.recordSet("set"))
        try $0.journal.liftHold(first, reason: "over", by: "somebody", at: $0.time)
        let run = try $0.begin()
        try $0.batch(of: run)
        try $0.end(run)
      },
    ]

  static let files: [ForgedHistory] = [
    .init("more files gone than there were", "accounts for 3 files") {
      let batch = try $0.batch(of: $0.begin(), files: 2)
      try $0.files(of: batch, removed: 3)
    },
    .init("files of which nothing is said", "accounts for 1 files") {
      let batch = try $0.batch(of: $0.begin(), files: 3)
      try $0.files(of: batch, removed: 1, missing: 1)
    },
    .init("as many left as removed", "accounts for 2 files") {
      let batch = try $0.batch(of: $0.begin(), files: 2)
      try $0.files(of: batch, removed: 2, left: 2)
    },
    .init("files of no batch", "tells of files that batch-1 does not have") {
      try $0.append(.batchFiles(batch: "batch-1", FileOutcome(removed: 1)))
    },
  ]

  static let times: [ForgedHistory] =
    ["2027-01-17", "2094-01-01", "2027-01-16T01:00:00Z"].map { cutoff in
      .init("a cutoff of \(cutoff)", "which is after its own day") {
        let run = try $0.begin()
        try $0.batch(of: run, cutoff: cutoff)
        try $0.end(run)
      }
    } + [
      .init("a cutoff that is no day", "neither a day nor an instant") {
        let run = try $0.begin()
        try $0.batch(of: run, cutoff: "yesterday")
        try $0.end(run)
      },
      .init("another cutoff in one run", "has another cutoff than the batches of") {
        let run = try $0.begin()
        try $0.batch(of: run)
        try $0.batch(of: run, ["x"], cutoff: "2024-11-23")
        try $0.end(run, 3)
      },
      .init("an entry of 2094", "is later than now", now: -67 * 366 * 86_400) {
        $0.time = $0.time.adding(seconds: 67 * 366 * 86_400)
        try $0.journal.acceptClock(at: $0.time, reason: "forward", by: "somebody")
        try $0.end($0.begin(), 0)
      },
      .init("an entry of the day after tomorrow", "is later than now", now: -2 * 86_400) {
        try $0.end($0.begin(), 0)
      },
    ]

  static let firstRuns: [ForgedHistory] = [
    .init("a batch where a first run waits for a word", "whose first run waits for a word") {
      let approval = try $0.approve()
      let first = try $0.begin()
      try $0.batch(of: first, isFirstRun: true)
      let volume = RunVolume(
        previous: nil, unfinished: ["set"], standing: $0.standing(under: approval, waiting: ["set"]))
      try $0.end(first, status: .firstRun, volume: volume)
      let run = try $0.begin()
      try $0.batch(of: run, ["x"])
      try $0.end(run, 1)
    },
    .init("a word on another first run", "whose first run waits for a word") {
      let approval = try $0.approve()
      let volume = RunVolume(
        previous: nil, unfinished: [], standing: $0.standing(under: approval, waiting: ["set", "other"]))
      try $0.end($0.begin(), 0, status: .firstRun, volume: volume)
      try $0.append(
        .firstRunContinued(
          FirstRunWord(
            configuration: "c", approval: approval, recordSets: ["other"], by: "somebody", reason: "seen")))
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.end(run)
    },
  ]
}
