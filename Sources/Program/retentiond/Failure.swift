internal import Anchors
internal import ArgumentParser
internal import AuditJournal
internal import Files
internal import JSONText
internal import JournalDirectory
internal import Purging
internal import RecordStores
internal import Transforms
internal import TransparencyLog
internal import Words

/// The one place that turns an error into words on standard error and an exit code.
enum Failure {
  /// Runs a command's body; an error is told in a sentence, with its remedy, and ends the program with its code.
  static func reporting(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let code as ExitCode {
      throw code
    } catch let error as ValidationError {
      // The parser would print the usage of the program, which is not what is wrong.
      Terminal.standardError.line("retentiond: \(error.message)")
      throw ExitStatus.usage.code
    } catch {
      if let problems = error as? DocumentProblems {
        Terminal.standardError.page("retentiond: \(problems.problems.map(\.description).asPage)")
      } else {
        Terminal.standardError.line("retentiond: \(sentence(for: error))")
      }
      throw status(of: error).code
    }
  }

  static func sentence(for error: any Error) -> String {
    // It says nothing of the store.
    if case StoreError.interrupted = error { return "\(Stopped())" }
    return "\(JournalError(of: error) ?? error)"
  }

  /// Returns the exit code of an error: one for each case of each error that a command can end with.
  static func status(of error: any Error) -> ExitStatus {
    switch JournalError(of: error) ?? error {
    case is DocumentProblems: .configuration
    case let error as FileError: status(of: error)
    case let error as JournalError: status(of: error)
    // A witness of another history: the journal is not what was signed.
    case is AnchorError: .journal
    case is ExplainError, is DomainNameError, is StoreNameError: .notFound
    case let error as FirstRunError: if case .nothingWaits = error { .notFound } else { .tryAgain }
    case is TransparencyLogError, is InputTooLarge: .usage
    case let error as DirectoryError: if case .locked = error { .tryAgain } else { .directory }
    case let error as KeyError: status(of: error)
    case is SurveyStopped, is Stopped: .tryAgain
    case is OrphanError: .storeUnavailable
    case let error as RunError: status(of: error)
    case let error as StoreError: status(of: error)
    case let error as ControlError: error.status
    default: .incomplete
    }
  }

  private static func status(of error: FileError) -> ExitStatus {
    switch error {
    case .unreadable, .untrusted: .configuration
    case .unwritable: .cannotCreate
    }
  }

  private static func status(of error: JournalError) -> ExitStatus {
    switch error {
    case .locked, .busy: .tryAgain
    case .exists, .olderJournal: .cannotCreate
    case .unknownHold, .unknownBatch, .notPassedOver, .notPaused, .noFilesLeft, .oneHistory: .notFound
    case .text: .usage
    case .key: .notPermitted
    case .missing, .replaced, .notRegular, .untrusted, .damaged, .unproven, .otherHistory, .backup, .noSpace,
      .unwritable, .unknownKinds, .holdsChanged, .mismatch:
      .journal
    }
  }

  private static func status(of error: KeyError) -> ExitStatus {
    switch error {
    case .exists, .cannotWrite, .noFolder: .cannotCreate
    case .missing, .noCredentials, .notAFile, .unsafeOwner, .unsafePermissions, .unsafeFolder, .wrongLength,
      .unreadable, .noKey, .columnKeyMissing, .sameKey, .weak, .twoPurposes:
      .notPermitted
    }
  }

  private static func status(of error: RunError) -> ExitStatus {
    switch error {
    case .unapproved, .keys: .notPermitted
    case .clock, .guardStopped: .guardStopped
    case .holdsWithoutRecords: .configuration
    case .paused, .outsideWindow: .tryAgain
    case .unsettled, .unknownConfiguration, .contradicted, .anchorsOverdue: .journal
    }
  }

  private static func status(of error: StoreError) -> ExitStatus {
    switch error {
    case .key: .usage
    // Whoever is in the way now, a server's or a file's lock, or another program of ours.
    case .busy, .rowsLocked, .conflict, .taken, .interrupted: .tryAgain
    case .unavailable, .timedOut, .schema, .schemaChanged, .unlistedChanges, .ignoredChanges, .disagreement,
      .moved, .relatedRowsCame, .notDurable, .constraint, .row, .holdTest, .lost, .undecided, .tooLarge,
      .full, .replaced,
      .unsettled, .engine:
      .storeUnavailable
    }
  }
}
