package import CivilTime
internal import JSONText
package import Words

/// A process that died while its run worked on a record set.
package struct RecordSetDeath: Hashable, Sendable {
  package let recordSet: RecordSetName
  /// The open batch that was being settled; nil where the process did other work.
  package let batch: BatchName?
  /// How many times in a row, this one included; a pass that came to its end begins anew.
  package let deaths: Int
  /// The machine itself went down, which the record set is not blamed for.
  package let isMachines: Bool

  package var isPassedOver: Bool { deaths >= AuditJournal.deathsUntilPassedOver }
}

extension AuditJournal {
  /// A record set in which the process died so many times in a row is left out of runs until a person has looked.
  package static let deathsUntilPassedOver = 2

  /// Runs a body that works on a record set, with a mark beside the journal that says so: if the process ends within the body, the next run
  /// finds the mark. An error that the body throws is no death.
  ///
  /// Only a run leaves marks; a plan, say, of another command may crash as often as it likes.
  ///
  /// - Parameters:
  ///   - batch: the batch of the record set that the body settles, if it does.
  ///   - stop: once it is requested, the mark says so: a process that somebody ends while it stops did not die of the record set.
  package func working<Result>(
    on recordSet: RecordSetName, settling batch: BatchName? = nil, stop: StopSignal = StopSignal(),
    _ body: () throws -> Result
  ) throws -> Result {
    guard let lock else { return try body() }
    try lock.write(WorkMark(recordSet: recordSet, batch: batch, secondsSinceBoot: WorkMark.now))
    let registration = stop.whenRequested { lock.noteStopping() }
    defer { withExtendedLifetime(registration) {} }
    // A mark that stays counts as a death. That is said, and keeps records that could go: too much, and not too little.
    defer { try? lock.write(nil) }
    return try body()
  }

  /// Appends the death of the run before, if its mark is there, and takes the mark away.
  ///
  /// - Parameter isKnown: whether there is a record set of that name. Nobody signed the mark, so that no other text gets from it into an entry.
  /// - Returns: the death; nil where the run before came to its end.
  package func recordDeath(at time: Instant, isKnown: (RecordSetName) -> Bool) throws -> RecordSetDeath? {
    guard let lock, let mark = lock.mark() else { return nil }
    guard isKnown(mark.recordSet), !mark.isStopping else {
      try lock.write(nil)
      return nil
    }
    let isMachines = mark.isOfAnEarlierBoot
    let isOpen = try mark.batch.map { batch in try pendingBatches().contains { $0.batch == batch } } ?? false
    let death = RecordSetDeath(
      recordSet: mark.recordSet, batch: isOpen ? mark.batch : nil,
      deaths: try deaths(inRecordSet: mark.recordSet) + (isMachines ? 0 : 1),
      isMachines: isMachines)
    try write(at: time) {
      let entries = try appendInTransaction([.recordSetDied(death)], at: time)
      if death.deaths > 0 { try setState(Self.deathState(death.recordSet), entries.lowerBound) }
    }
    // Last: a crash in between counts the death twice, and not never.
    try lock.write(nil)
    return death
  }

  /// The record set in which a process died whose death no run has recorded yet; nil where there is none, or a run is under way.
  package func unrecordedDeath() -> RecordSetName? {
    RunLock.abandonedMark(beside: location.path).flatMap { $0.isStopping ? nil : $0.recordSet }
  }

  /// How many times in a row the process died in a record set.
  package func deaths(inRecordSet name: RecordSetName) throws -> Int {
    try lastDeath(inRecordSet: name)?.deaths ?? 0
  }

  /// What the entry that counted last says of a record set; nil where nothing died since the last pass.
  package func lastDeath(inRecordSet name: RecordSetName) throws -> RecordSetDeath? {
    guard let index = try state(Self.deathState(name)) else { return nil }
    let entry = try entry(at: index)
    guard entry.type == .recordSetDied, entry.data["recordSet"]?.stringValue == name.rawValue,
      let deaths = entry.data["deaths"]?.integerValue, deaths > 0
    else { throw JournalError.damaged("entry \(index) counts no death in record set \(name)") }
    return RecordSetDeath(
      recordSet: name, batch: entry.data["batch"]?.stringValue.map(BatchName.init), deaths: deaths,
      isMachines: entry.data["machineRestarted"] != nil)
  }

  /// Records that a run came through a record set: what died in it before is over. Appends nothing where nothing died.
  package func recordPass(through recordSet: RecordSetName, run: RunName, at time: Instant) throws {
    guard try deaths(inRecordSet: recordSet) > 0 else { return }
    try write(at: time) {
      try appendInTransaction([.recordSetPassed(recordSet: recordSet, run: run)], at: time)
      try removeState(Self.deathState(recordSet))
    }
  }

  /// Records that a person has looked at a record set in which the process died, and takes it into the next run.
  ///
  /// - Throws: `JournalError.notPassedOver` where the process did not die in it.
  package func resume(recordSet: RecordSetName, reason: String, by: String, at time: Instant) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    guard try deaths(inRecordSet: recordSet) > 0 else { throw JournalError.notPassedOver(recordSet) }
    try write(at: time) {
      try appendInTransaction([.recordSetResumed(recordSet: recordSet, reason: reason, by: by)], at: time)
      try removeState(Self.deathState(recordSet))
    }
  }

  static let deathPrefix = "deaths|"
  private static func deathState(_ recordSet: RecordSetName) -> String { deathPrefix + recordSet.rawValue }
}
