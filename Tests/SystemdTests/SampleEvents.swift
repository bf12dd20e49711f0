import CivilTime
import Systemd
import TestNames
import Words

/// At least one event of every kind.
enum SampleEvents {
  static let counts = RunCounts(changed: 12, setAside: 1, refused: 1, overdue: 3, seconds: 1.25)
  static let instant = Instant(secondsSinceEpoch: 1_795_487_401)

  static let all: [LogEvent] =
    [
      .serviceStarted(version: "1.2.3"),
      .serviceReady(rules: 40, recordSets: 12, next: instant),
      .serviceReady(rules: 1, recordSets: 1, next: nil),
      .serviceStopping(cause: "SIGTERM"),
      .serviceStopped,
      .configurationLoaded(digest: "0123456789abcdef0123", rules: 40, recordSets: 12),
      .configurationRefused(reason: "stores.json: $.stores[0]: unknown key", kept: "0123456789abcdef0123"),
      .configurationUnapproved(digest: "0123456789abcdef0123", approved: "fedcba98765432100123"),
      .configurationUnapproved(digest: "0123456789abcdef0123", approved: nil),
      .configurationDoubtful(reason: "domain website has rules, and no record set is bound to it"),
      .controlAsked(what: "hold add", account: "ada", uid: 1000),
      .controlFailed(reason: "another service listens there"),
      .nextRun(at: instant),
      .runDue(scheduled: instant),
      .runBrokenOff(run: "run-17"),
      .runsPaused(since: instant, until: instant, by: "dba", reason: "a migration"),
      .runsPaused(since: instant, until: nil, by: "dba", reason: "a migration"),
      .runsResumed, .runPostponed(until: instant), .runPostponed(until: nil),
      .runGoesOn(cause: "its window is open"),
      .runMissed(scheduled: instant, count: 3, cause: .serviceOff),
      .runStarted(run: "17", due: 12),
      .runFailed(reason: "store droits is gone"),
      .batchCommitted(
        CommittedBatch(
          batch: "17-3", rule: "rights-base", recordSet: "beneficiaire", store: "droits", action: .delete,
          count: 12,
          dependents: 4, seconds: 0.0421)),
      .batchRecovered(batch: "17-3", outcome: .committed),
      .batchRetried(
        recordSet: "beneficiaire", rule: "rights-base", rows: 500, reason: "the database is locked"),
      .firstRunWaits(recordSet: "beneficiaire", count: 100, until: instant),
      .firstRunContinued(recordSets: ["beneficiaire", "dossier"]),
      .filesLeft(batch: "batch-12", count: 2, reason: "Permission denied"),
      .filesLinked(batch: "batch-12", count: 1), .filesReplaced(batch: "batch-12", count: 2),
      .rowsLocked(recordSet: "invitation", rule: "prevention-invitation", count: 30),
      .rowsTooFew(recordSet: "invitation", rule: "prevention-invitation", count: 7, k: 10),
      .rowSetAside(
        recordSet: "beneficiaire", rule: "rights-base", count: 3, reason: "a constraint refuses it"),
      .paceWaits(store: "droits", cause: "replicas", reason: "replica one is 12 s behind"),
      .paceWaited(store: "droits", cause: "replicas", seconds: 3.5),
      .paceEnded(store: "droits", cause: "load", seconds: 600, reason: "30 statements run"),
      .paceBlind(store: "droits", reason: "the pace cannot see how much others have running"),
      .recordSetRefused(recordSet: "beneficiaire", store: "droits", reason: "column x is not there"),
      .recordSetDied(recordSet: "beneficiaire", count: 2, reason: "it is passed over"),
      .storeUnavailable(store: "droits", recordSets: 3, reason: "no such file"),
      .storeReplaced(store: "droits", recordSets: 3, reason: "its file was put away"),
      .surveyMade(recordSet: "beneficiaire", count: 1_204),
      .surveyFinding(recordSet: "beneficiaire", reason: "12 files are named by no row"),
      .storeRestored(store: "droits", missing: 3, since: instant),
      .guardStopped(reason: "900 rows are due, and the guard allows 500"),
      .clockRefused(reason: "the clock is behind"),
      .journalUnusable(reason: "disk full"), .exportFailed(reason: "disk full"),
      .checkpointPublished(
        anchor: "journald", size: 12, checkpoint: "x.example/j\n12\nAA==\n\n\u{2014} x.example/j AA==\n"),
      .checkpointAnchored(anchor: "authority", size: 12),
      .anchorFailed(anchor: "authority", reason: "it cannot be reached"),
      .anchorDiverged(anchor: "witness", reason: "it has seen more"),
      .anchorsOverdue(reason: "0 of 1 required anchors are current"),
      .overdue(
        recordSet: "beneficiaire", rule: "rights-base", count: 3, held: 1,
        oldest: CivilDate(daysSinceEpoch: 18_000), cause: "refused"),
      .conflict(recordSet: "beneficiaire", rule: "rights-base", count: 2),
      .ruleUnset(recordSet: "beneficiaire", rule: "rights-base", count: 2),
      .rowsUnjudged(recordSet: "beneficiaire", count: 2, rows: 12, reason: "2 of 12 rows have no rule"),
      .recordSetUnjudged(
        recordSet: "beneficiaire", store: "droits", reason: "not one of its 12 rows can be judged"),
      .holdPlaced(hold: "h-1", scope: "persons"), .holdLifted(hold: "h-1", scope: "persons"),
      .holdEnded(hold: "h-1", scope: "persons"),
      .holdDoubtful(hold: "h-1", reason: "hold h-1 was to be reviewed on 2026-11-01"),
    ]
    + TruncationCause.allCases.map {
      .runEnded(run: "17", ending: .stopped, counts: counts, cause: $0)
    } + RunEnding.allCases.map { .runEnded(run: "17", ending: $0, counts: counts) }
}
