/// How a run ended. Only `complete` is a success.
///
/// One ending has two written words: `journalWord` is what entries of the journal, reports and certificates say, and `logWord` what the system journal's field
/// RETENTION_OUTCOME says. They differ for a run that was stopped, and stay as they are because others read them.
package enum RunEnding: Hashable, Sendable, CaseIterable {
  /// Every due row that no hold keeps was changed.
  case complete
  /// Rows that are due were left, or may have been: a store, a schema or a row refused, or a record set could not be seen or judged.
  case incomplete
  /// The run was asked to stop before it was through.
  case stopped
  /// It changed few rows of record sets whose rules or binding are new, and waits for a word to go on with them.
  case firstRun

  /// The word in entries, reports in JSON and certificates.
  package var journalWord: String {
    switch self {
    case .complete: "complete"
    case .incomplete: "incomplete"
    case .stopped: "truncated"
    case .firstRun: "first-run"
    }
  }

  /// The word in the log.
  package var logWord: String {
    switch self {
    case .complete: "complete"
    case .incomplete: "incomplete"
    case .stopped: "stopped"
    case .firstRun: "first-run"
    }
  }

  /// Reads the word of an entry; nil for one that this program does not write.
  package init?(journalWord: String) {
    guard let ending = Self.allCases.first(where: { $0.journalWord == journalWord }) else { return nil }
    self = ending
  }
}
