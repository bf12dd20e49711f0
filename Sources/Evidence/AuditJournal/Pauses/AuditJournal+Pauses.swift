package import CivilTime

/// A pause is a state of the journal, so that it binds every process that would change a store, whoever started it.
extension AuditJournal {
  /// Records that no run may change a store, until somebody resumes them or a time has come. A pause that is in force is replaced by the new one.
  ///
  /// - Throws: `JournalError.text` where `until` is over already.
  @discardableResult
  package func pauseRuns(
    until: Instant?, reason: String, by: String, account: RunAccount?, at time: Instant
  ) throws -> Pause {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    return try write(at: time) {
      let now = acceptedTime(for: time)
      if let until, until <= now {
        throw JournalError.text(
          field: "until",
          cause: "\(until.iso8601) is over, and it is \(now.iso8601): name a time that is to come")
      }
      let entries = try appendInTransaction(
        [.pause(.paused(until: until, reason: reason, by: by, account: account))], at: time)
      try setState(Self.pauseMark, entries.lowerBound)
      return Pause(
        entry: entries.lowerBound, since: now, until: until, reason: reason, by: by, account: account)
    }
  }

  /// Records that runs may change stores again.
  ///
  /// - Returns: the pause that this ends.
  /// - Throws: `JournalError.notPaused` if none is in force.
  @discardableResult
  package func resumeRuns(
    reason: String, by: String, account: RunAccount?, at time: Instant
  ) throws -> Pause {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    return try write(at: time) {
      guard let pause = try pause(at: time) else { throw JournalError.notPaused }
      try appendInTransaction([.pause(.resumed(reason: reason, by: by, account: account))], at: time)
      try removeState(Self.pauseMark)
      return pause
    }
  }

  /// Returns the pause that is in force at a time; nil if runs may change stores. A clock that is not believed ends no pause.
  package func pause(at time: Instant) throws -> Pause? {
    try lastPause().flatMap { $0.isInForce(at: acceptedTime(for: time)) ? $0 : nil }
  }

  /// Returns the pause that nobody has ended, whether or not its time is over.
  package func lastPause() throws -> Pause? {
    guard let index = try state(Self.pauseMark) else { return nil }
    guard let pause = Pause(try entry(at: index)) else {
      throw JournalError.damaged("entry \(index) pauses no runs, and the state says so")
    }
    return pause
  }

  /// The state's mark of the entry whose pause nobody has ended.
  static let pauseMark = "paused"
}
