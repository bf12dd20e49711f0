internal import RecordStores

extension RecordSetRefusal {
  /// Tells if somebody's lock is all that was in the way.
  var isLock: Bool {
    switch self {
    case .store(.busy), .store(.rowsLocked): true
    default: false
    }
  }

  /// Tells if a guard on the number of rows says so, which stops the whole run before its first row.
  package var isGuard: Bool {
    switch self {
    case .tooManyRows, .tooLargeShare, .unusual: true
    case .store, .schema, .doubt, .cannotSee, .cameMeanwhile, .died, .otherStore: false
    }
  }
}
