import AuditJournal
import CivilTime
import RecordStores
import TestNames
import Testing
import Words

/// A history that the program writes, or an earlier version wrote: nothing is wrong with it.
struct LegalHistory: Sendable, CustomTestStringConvertible {
  let name: String
  let write: @Sendable (RunStory) throws -> Void

  var testDescription: String { name }

  init(_ name: String, _ write: @escaping @Sendable (RunStory) throws -> Void) {
    self.name = name
    self.write = write
  }

  static let all: [LegalHistory] = runs + crashes + others

  static let runs: [LegalHistory] = [
    .init("runs with and without batches") {
      try $0.end($0.begin(due: 0), 0)
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.batch(of: run, ["c"])
      try $0.batch(of: run, ["d"], .rolledBack)
      try $0.batch(of: run, ["e"], .recovered(.notCommitted))
      try $0.batch(of: run, ["f"], .recovered(.committed))
      try $0.end(run, 4)
    },
    .init("more than the plan found due, since rows came meanwhile") {
      let run = try $0.begin(due: 1)
      try $0.batch(of: run)
      try $0.end(run)
    },
    .init("runs that name the run before") {
      let first = try $0.end($0.begin(), 0, volume: RunVolume(previous: nil, unfinished: nil, standing: nil))
      try $0.end($0.begin(), 0, volume: RunVolume(previous: first, unfinished: nil, standing: nil))
    },
    .init("a reconciliation with the cutoff that a wrong clock had made") {
      let right = $0.time
      $0.time = right.adding(seconds: 20 * 366 * 86_400)
      try $0.journal.acceptClock(at: $0.time, reason: "forward", by: "somebody")
      let run = try $0.begin()
      let batch = try $0.batch(of: run, cutoff: "2041-11-23")
      try $0.end(run)
      $0.time = right
      try $0.journal.acceptClock(at: $0.time, reason: "back", by: "somebody")
      let again = try $0.reconcile()
      try $0.batch(of: again, cutoff: "2041-11-23", repeats: batch)
      try $0.endReconciliation(again, 2)
    },
    .init("a name that is older than another process's entries") {
      let name = RunName(beginningAt: $0.journal.size)
      _ = try $0.hold(.recordSet("other"))
      try $0.end($0.begin(name), 0)
    },
    .init("the same configuration approved again while a run is under way") {
      let approval = try $0.approve()
      let run = try $0.begin()
      try $0.approve()
      try $0.batch(of: run)
      let standing = $0.standing(under: approval, waiting: [])
      try $0.end(run, volume: RunVolume(previous: nil, unfinished: nil, standing: standing))
    },
    .init("cutoffs of today, by a zone where the day has begun") {
      $0.time = $0.time.adding(seconds: 4 * 3_600)
      for cutoff in ["2027-01-16", "2027-01-15", "2027-01-15T12:00:00Z"] {
        let run = try $0.begin()
        try $0.batch(of: run, cutoff: cutoff)
        try $0.end(run)
      }
    },
  ]

  static let crashes: [LegalHistory] = [
    .init("a run that was killed, and the next that settles its batch") {
      let batch = try $0.batch(of: $0.begin(), ["a"], .open)
      try $0.journal.settle(
        batch: batch, recovered: Recovery(outcome: .committed, method: "test", copiesRemoved: 0), at: $0.time)
      try $0.end($0.begin(), 0)
    },
    .init("a batch that stays open because its store is away, and a run that says that it is incomplete") {
      try $0.batch(of: $0.begin(), ["a"], .open)
      let run = try $0.begin()
      try $0.batch(of: run, recordSet: "other", store: "elsewhere")
      try $0.end(run, of: "other", status: .incomplete)
    },
    .init("a batch under files that are no longer in force stays open, and the run is complete without it") {
      try $0.batch(of: $0.begin(), ["a"], .open)
      try $0.approve("other")
      try $0.end($0.begin(under: "other"), 0)
    },
    .init("a batch that is indeterminate, then settled by a person") {
      let batch = try $0.batch(
        of: $0.begin(), ["a", "b"], .recovered(.indeterminate(present: 1, changed: 0, absent: 1)))
      try $0.journal.settle(
        batch: batch, recovered: Recovery(outcome: .committed, method: "a person", copiesRemoved: 0),
        at: $0.time)
      try $0.end($0.begin(), 0)
    },
    .init("a batch that a person settled while its run went on, which does not count it") {
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.batch(of: run, ["c"], .recovered(.committed))
      try $0.end(run)
    },
    .init("an outcome that comes with the next run") {
      let batch = try $0.batch(of: $0.begin(), ["a"], .open)
      let run = try $0.begin()
      try $0.settle(batch, .committed)
      try $0.end(run, 0)
    },
  ]

  static let others: [LegalHistory] = [
    .init("holds on others, and one that was lifted") {
      _ = try $0.hold(.recordSet("other"))
      _ = try $0.hold(.domain("set"))
      _ = try $0.hold(.store("set"))
      _ = try $0.hold(.record(store: "store", recordSet: "set", key: $0.key("z")))
      _ = try $0.hold(.subject("a"))
      for scope in [HoldScope.recordSet("set"), .record(store: "store", recordSet: "set", key: $0.key("a"))] {
        try $0.journal.liftHold($0.hold(scope), reason: "over", by: "somebody", at: $0.time)
      }
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.end(run)
    },
    .init("a hold that is placed while a batch is under way") {
      let run = try $0.begin()
      let batch = try $0.batch(of: run, ["a"], .open)
      _ = try $0.hold(.recordSet("set"))
      try $0.settle(batch, .committed)
      try $0.end(run, 1)
    },
    .init("files that go in two runs, and some that are given up") {
      let run = try $0.begin()
      let batch = try $0.batch(of: run, files: 4)
      try $0.files(of: batch, removed: 1, missing: 2, left: 2)
      try $0.end(run, status: .incomplete)
      let next = try $0.begin()
      try $0.files(of: batch, removed: 1, left: 1)
      try $0.end(next, 0, status: .incomplete)
      _ = try $0.journal.settleFiles(of: batch, reason: "gone", by: "somebody", at: $0.time)
      try $0.end($0.begin(), 0)
    },
    .init("a first run, a word, and the run behind it") {
      let approval = try $0.approve()
      let first = try $0.begin()
      try $0.batch(of: first, isFirstRun: true)
      let standing = $0.standing(under: approval, waiting: ["set"])
      try $0.end(
        first, status: .firstRun, volume: RunVolume(previous: nil, unfinished: ["set"], standing: standing))
      let waiting = try $0.begin()
      try $0.batch(of: waiting, recordSet: "other")
      try $0.end(
        waiting, of: "other", status: .firstRun,
        volume: RunVolume(previous: nil, unfinished: ["set"], standing: standing))
      try $0.journal.record(
        FirstRunWord(
          configuration: "c", approval: approval, recordSets: ["set"], by: "somebody", reason: "seen"),
        at: $0.time)
      let run = try $0.begin()
      try $0.batch(of: run, ["x"])
      try $0.end(run, 1)
    },
    .init("a first run that waits, and another approval") {
      let approval = try $0.approve()
      let standing = $0.standing(under: approval, waiting: ["set"])
      try $0.end(
        $0.begin(), 0, status: .firstRun,
        volume: RunVolume(previous: nil, unfinished: [], standing: standing))
      try $0.approve()
      let run = try $0.begin()
      try $0.batch(of: run)
      try $0.end(run)
    },
    .init("a service that was off for a year") {
      try $0.end($0.begin(), 0)
      $0.time = $0.time.adding(seconds: 366 * 86_400)
      $0.journal.confirm($0.time)
      try $0.end($0.begin(), 0)
    },
  ]
}
