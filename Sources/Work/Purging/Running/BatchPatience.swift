internal import RecordStores
internal import Words

/// How long a run waits for whoever is in a batch's way: another transaction, or a server that is starting.
enum BatchPatience {
  /// How many times in a row a batch may meet a lost connection or another transaction: about twenty seconds.
  static let times = 8

  /// Tells if trying the same batch again can succeed: a server that was there and cannot be reached may be starting.
  static func mayPass(_ error: StoreError, troubles: Int) -> Bool {
    guard troubles < times else { return false }
    switch error {
    // After a connection is lost, its claim on the store can stay for a moment.
    case .unavailable, .taken: return troubles > 0
    case .busy, .rowsLocked, .timedOut, .interrupted, .schema, .schemaChanged, .unlistedChanges,
      .ignoredChanges, .disagreement, .moved, .relatedRowsCame, .notDurable, .constraint, .row, .key,
      .holdTest, .lost,
      .undecided, .conflict, .tooLarge, .full, .replaced, .unsettled, .engine:
      return error.isTransient
    }
  }

  /// Gives whoever is in the way time: 0.1 s, then twice as much.
  ///
  /// - Throws: `Stopped` if the work is to end.
  static func pause(_ troubles: Int, _ work: WorkInHand) throws(Stopped) {
    guard work.pause(for: .milliseconds(50 << troubles)) else { throw Stopped() }
  }
}
