internal import RecordStores

extension RecordSetRefusal {
  static func failing(_ failures: TooManyFailures) -> RecordSetRefusal {
    .failing(count: failures.count, limit: failures.limit, reason: failures.reason, share: failures.share)
  }

  /// Tells if somebody's lock is all that was in the way.
  var isLock: Bool {
    switch self {
    case .store(let error): error.isOthersLock
    case .schema, .tooManyRows, .tooLargeShare, .doubt, .unusual, .cannotSee, .cameMeanwhile, .failing,
      .otherStore,
      .died:
      false
    }
  }

  /// Tells if a guard on the number of rows says so, which stops the whole run before its first row.
  package var isGuard: Bool {
    switch self {
    case .tooManyRows, .tooLargeShare, .unusual: true
    case .store, .schema, .doubt, .cannotSee, .cameMeanwhile, .failing, .died, .otherStore: false
    }
  }
}

extension StoreError {
  /// Tells if somebody else's lock was in the way: on the file or the table, or on rows.
  fileprivate var isOthersLock: Bool {
    switch self {
    case .busy, .rowsLocked: true
    case .unavailable, .timedOut, .interrupted, .schema, .schemaChanged, .unlistedChanges, .ignoredChanges,
      .disagreement, .moved, .relatedRowsCame, .notDurable, .constraint, .row, .key, .holdTest, .lost,
      .undecided, .conflict,
      .tooLarge, .full, .replaced, .unsettled, .taken, .engine:
      false
    }
  }
}
