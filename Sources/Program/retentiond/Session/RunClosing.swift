internal import AuditJournal
internal import Files
internal import Purging
internal import Systemd
internal import Transforms

/// What a command does around a run: the anchors and the folder for auditors. The evidence is whole without them, and the next run tries again.
enum RunClosing {
  /// Says that a run was stopped before it began, and gives the exit code.
  static func stoppedBefore() -> any Error {
    Terminal.standardError.line(
      "retentiond: the run was stopped before it began, and nothing was changed: the next run finds what is due"
    )
    return ExitStatus.incomplete.code
  }

  /// Hands the checkpoint to the anchors, then extends the folder, receipts included.
  ///
  /// - Returns: false where the journal turned out to be damaged, which a run must not end well with.
  @discardableResult
  static func close(_ session: Session) -> Bool {
    var isWhole = true
    do {
      for (anchor, outcome) in try session.anchorJournal() {
        if let event = LogEvent(anchor, outcome) { warn(event) }
      }
    } catch {
      Terminal.standardError.line("retentiond: the anchors were not asked: \(Failure.sentence(for: error))")
    }
    do {
      try session.exportJournal()
    } catch {
      isWhole = !isOfJournal(error)
      Terminal.standardError.line(
        "retentiond: the folder for auditors was not extended: \(Failure.sentence(for: error))")
    }
    keepCheckpoint(session)
    return isWhole
  }

  private static func isOfJournal(_ error: any Error) -> Bool {
    (error as? JournalError ?? JournalError(of: error))?.isOfContents ?? false
  }

  /// Keeps the last checkpoint beside the journal. Who may not write there is not told each time.
  static func keepCheckpoint(_ session: Session) {
    guard WriteAccess.obstacle(toFolder: FileAccess.absoluteFolder(of: session.checkpointFile)) == nil else {
      return
    }
    do {
      try session.keepCheckpoint()
    } catch is KeyError {
      // Verifying needs no private key, and whoever has none keeps nothing either.
    } catch {
      Terminal.standardError.line(
        "retentiond: the last checkpoint was not kept beside the journal: \(Failure.sentence(for: error))")
    }
  }

  /// Tells on standard error what needs somebody's attention.
  static func warn(_ event: LogEvent) {
    if event.level.rawValue <= LogLevel.warning.rawValue {
      Terminal.standardError.line("retentiond: \(event.sentence)")
    }
  }

  static func warn(_ event: RunEvent) {
    switch event {
    case .anchorsOverdue, .died, .filesLeft, .filesLinked, .filesReplaced, .holdDoubtful, .paceEnded,
      .paceBlind:
      if let event = LogEvent(event) { warn(event) }
    case .surveyed(let survey):
      // A doubt refuses the record set, which the report says.
      for finding in survey.findings where !finding.isRefusal { warn(LogEvent(finding, of: survey)) }
    case .started, .recovered, .restored, .surveying, .readingFileNames, .refused, .storeLeftOut, .batch,
      .retried, .setAside, .tooFew, .locked, .rowsUnjudged, .unjudged, .conflict, .firstRunContinued,
      .firstRunWaits, .holdEnded, .overdue, .paceWaits, .paceWaited:
      break
    }
  }
}
