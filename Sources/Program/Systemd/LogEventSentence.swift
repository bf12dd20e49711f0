extension LogEvent {
  /// What happened, in English, without a full stop at its end. Reasons may have several lines.
  package var sentence: String {
    switch self {
    case .serviceStarted(let version): "retentiond \(version) starts"
    case .serviceReady(let rules, let recordSets, let next):
      "ready: \(counted(rules, "rule")), \(counted(recordSets, "record set")), "
        + (next.map { "next run at \(utcText($0))" } ?? "no run is scheduled")
    case .serviceStopping(let cause): "stopping (\(cause)): the batch in hand is finished first"
    case .serviceStopped: "stopped"
    case .configurationLoaded(let digest, let rules, let recordSets):
      "configuration \(short(digest)) loaded: \(counted(rules, "rule")), \(counted(recordSets, "record set"))"
    case .configurationRefused(let reason, let kept):
      "the new configuration is refused and \(short(kept)) goes on: \(reason)"
    case .configurationUnapproved(let digest, let approved?):
      "configuration \(short(digest)) is not approved; going on with \(short(approved)), which is"
    case .configurationUnapproved(let digest, nil):
      "configuration \(short(digest)) is not approved: nothing is purged until it is"
    case .configurationDoubtful(let reason): "the configuration may not do what is expected of it: \(reason)"
    case .nextRun(let instant): "next run at \(utcText(instant))"
    case .runDue(let scheduled): "the run of \(utcText(scheduled)) is due"
    case .runMissed(let scheduled, let count, let cause):
      "\(counted(count, "run")) missed \(cause.sentence), the last at \(utcText(scheduled)): catching up now"
    case .runBrokenOff(let run): "\(run) has no end, because its process died: a new run begins now"
    case .runStarted(let run, let due, let uncounted):
      "run \(run) starts: \(counted(due, "row")) due" + unknown(in: uncounted)
    case .runEnded(let run, let outcome, let counts): ended(run, outcome, counts)
    case .runFailed(let reason): "the run failed: \(reason)"
    case .batchCommitted(let batch):
      "\(batch.recordSet): \(past(batch.action)) \(counted(batch.count, "row"))"
        + (batch.dependents > 0 ? " with \(counted(batch.dependents, "dependent"))" : "")
        + " under \(batch.rule) in \(secondsText(batch.seconds)) s"
    case .batchRecovered(let batch, let verdict):
      "batch \(batch), left open by a crash, is settled: \(verdict)"
    case .batchRetried(let recordSet, let rule, let rows, let reason):
      "\(recordSet): a batch of \(counted(rows, "row")) under \(rule) was rolled back and is tried again: \(reason)"
    case .firstRunWaits(let recordSet, let count, let until):
      "\(recordSet): the first run under this approval changed \(counted(count, "row")) and waits for a word until \(utcText(until)): "
        + "\"retentiond first-run show\", then \"retentiond first-run continue\""
    case .firstRunContinued(let recordSets):
      "a day went by without a word on the first run of \(recordSets.joined(separator: ", ")): going on"
    case .filesLeft(let batch, let count, let reason):
      "\(batch): \(counted(count, "file is", "files are")) left: \(reason)"
    case .filesLinked(let batch, let count):
      "\(batch): \(counted(count, "file was", "files were")) removed, and the content lives on under other names (hard links)"
    case .filesReplaced(let batch, let count):
      "\(batch): \(counted(count, "other file has", "other files have")) come to the places of its files since its rows were judged, and \(count == 1 ? "stays" : "stay"): "
        + "\"retentiond files orphans\" finds what no row names"
    case .rowSetAside(let recordSet, let rule, let reason):
      "\(recordSet): a row under \(rule) is set aside: \(reason)"
    case .rowsTooFew(let recordSet, let rule, let count, let k):
      "\(recordSet): \(counted(count, "row")) under \(rule) in classes of fewer than \(k) left as they were"
    case .rowsLocked(let recordSet, let rule, let count):
      "\(recordSet): \(counted(count, "row")) under \(rule) locked by others, and left until the next run"
    case .recordSetRefused(let recordSet, let store, let reason):
      "record set \(recordSet) of store \(store) is left out: \(reason)"
    case .recordSetDied(let recordSet, _, let reason):
      "a process of retentiond died while it worked on record set \(recordSet): \(reason)"
    case .storeUnavailable(let store, let recordSets, let reason):
      "store \(store) cannot be reached, and \(counted(recordSets, "record set is", "record sets are")) left out: \(reason)"
    case .storeReplaced(let store, let recordSets, let reason):
      "another store is in the place of \(store), and \(counted(recordSets, "record set is", "record sets are")) left out: \(reason)"
    case .surveyMade(let recordSet, let count): "surveyed \(recordSet): \(counted(count, "row"))"
    case .surveyFinding(let recordSet, let reason): "the survey of \(recordSet) says: \(reason)"
    case .storeRestored(let store, let missing, let since):
      "store \(store) was restored to before \(utcText(since)): its ledger lacks \(counted(missing, "committed batch", "committed batches")); "
        + "\"retentiond reconcile\" shows what came back"
    case .guardStopped(let reason): "a guard stopped the run before its first row: \(reason)"
    case .clockRefused(let reason): "no purge with this clock: \(reason)"
    case .exportFailed(let reason):
      "the folder for auditors was not extended; the journal itself is whole: \(reason)"
    case .checkpointPublished(_, let size, let checkpoint):
      "checkpoint of \(counted(size, "entry", "entries")):\n\(checkpoint)"
    case .checkpointAnchored(let anchor, let size):
      "\(anchor) has seen the checkpoint of \(counted(size, "entry", "entries"))"
    case .anchorFailed(let anchor, let reason):
      "the anchor \(anchor) gave no receipt and is asked again: \(reason)"
    case .anchorDiverged(let anchor, let reason): "the anchor \(anchor) has seen another journal: \(reason)"
    case .anchorsOverdue(let reason): "the journal is not anchored as it should be: \(reason)"
    case .journalUnusable(let reason): "the audit journal cannot be used, so nothing is purged: \(reason)"
    case .overdue(let recordSet, let rule, let count, let held, let oldest, let cause):
      "\(recordSet): \(counted(count, "row")) overdue under \(rule) (\(cause); \(held) held"
        + (oldest.map { "; oldest \($0)" } ?? "") + ")"
    case .conflict(let recordSet, let rule, let count):
      "\(recordSet): \(counted(count, "row")) past the ceiling of \(rule) and kept by another rule: nothing was done"
    case .ruleUnset(let recordSet, let rule, let count):
      "\(recordSet): \(rule) has no period yet; \(counted(count, "row")) wait for one"
    case .rowsUnjudged(let recordSet, _, _, let reason): "\(recordSet): \(reason)"
    case .recordSetUnjudged(let recordSet, let store, let reason):
      "record set \(recordSet) of store \(store) is unjudged: \(reason)"
    case .holdEnded(let hold, let scope): "hold \(hold) (\(scope)) has ended: its last day is over"
    case .holdDoubtful(_, let reason): reason
    }
  }

  private func ended(_ run: String, _ outcome: RunOutcome, _ counts: RunCounts) -> String {
    let verb =
      switch outcome {
      case .complete: "is complete"
      case .incomplete: "ended and left rows that are due, or could not judge them"
      case .truncated: "ran out of time"
      case .stopped: "was stopped"
      case .firstRun: "was a first run, which changes few rows and waits for a word"
      }
    return "run \(run) \(verb): \(counts.changed) changed, \(counts.setAside) set aside, "
      + "\(counted(counts.refused, "record set")) refused, \(counts.overdue) overdue\(unknown(in: counts.unmeasured)), in \(secondsText(counts.seconds)) s"
  }

  private func past(_ action: String) -> String {
    action.hasSuffix("e") ? action + "d" : action + "ed"
  }

  /// What nobody knows is said beside a number, and never a part of it.
  private func unknown(in recordSets: Int) -> String {
    recordSets == 0 ? "" : ", and ? in \(counted(recordSets, "record set"))"
  }

  private func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// As much of a digest as commands accept.
  private func short(_ digest: String) -> String { String(digest.prefix(16)) }
}
