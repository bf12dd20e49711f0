package import CivilTime
internal import JSONText

/// Somebody's word that a clock is right, although it does not follow the time that was accepted before (decision 138).
package struct ClockAcceptance: Hashable, Sendable {
  package let from: Instant
  package let to: Instant
}

extension AuditJournal {
  /// The last time that was accepted: the last entry's, unless this process has accepted a later one with evidence of its own. A doubtful time is
  /// never an entry's, so that the signed entries alone say what was accepted.
  package var acceptedTime: Instant? {
    guard let lastTime, let confirmedTime else { return lastTime }
    return max(lastTime, confirmedTime)
  }

  /// Returns the time that an entry of now has: the clock's, or the last accepted one if the clock's cannot be believed. Entries never go
  /// back in time, even where the clock does by a fraction.
  package func acceptedTime(for time: Instant) -> Instant { stamp(for: time).time }

  /// The times that an entry can have: four digits for a year, and no year that was before this program.
  static let writable =
    Instant(secondsSinceEpoch: 0)...Instant(secondsSinceEpoch: 253_402_300_799)

  /// Tells if an entry of now would not have the clock's time.
  package func doubts(_ time: Instant) -> Bool { stamp(for: time).doubted != nil }

  /// - Returns: an entry's time, and the clock's if that is not believed.
  func stamp(for time: Instant, isDoubted: Bool = false) -> (time: Instant, doubted: Instant?) {
    guard let acceptedTime else { return (time, nil) }
    guard Self.writable.contains(time) else {
      return (
        acceptedTime, time < Self.writable.lowerBound ? Self.writable.lowerBound : Self.writable.upperBound
      )
    }
    if isDoubted { return (acceptedTime, time) }
    switch ClockStanding(of: time, after: acceptedTime, allowance: clockAllowance) {
    case .believable: return (max(time, acceptedTime), nil)
    case .behind, .ahead: return (acceptedTime, time)
    }
  }

  /// Believes a time for as long as this process has the journal open. The next entry makes it what everybody finds.
  package func confirm(_ time: Instant) { confirmedTime = time }

  /// Appends entries because of a clock that is not believed: they have the last accepted time, and the doubtful one among their data.
  @discardableResult
  package func append(_ events: [JournalEvent], doubting time: Instant) throws -> Range<Int> {
    try write(at: time) { try appendInTransaction(events, at: time, isDoubted: true) }
  }

  /// Records that somebody says that the clock is right, whatever was accepted before. The entry has the clock's time, and behind it, and
  /// only there, the journal's times may be earlier than before.
  ///
  /// - Returns: the time that was the last accepted one.
  @discardableResult
  package func acceptClock(at time: Instant, reason: String, by: String) throws -> Instant {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    guard Self.writable.contains(time) else {
      throw JournalError.text(
        field: "clock", cause: "it shows a year that no entry can have: set it right, then accept it")
    }
    return try write(at: time) {
      guard let from = lastTime else { throw JournalError.damaged("\(location.path) has no entry") }
      confirmedTime = nil
      try setState(Self.clockState + String(size), size)
      try append(.clockAccepted(from: from, to: time, reason: reason, by: by), time: time, doubted: nil)
      return from
    }
  }

  /// The last entry's time and what the clock showed, if the clock was not believed then.
  package func lastDoubted() throws -> (stamp: Instant, shown: Instant)? {
    let last = try entry(at: size - 1)
    return last.data["clock"]?.stringValue.flatMap { Instant(iso8601: $0) }.map { (last.time, $0) }
  }

  /// Tells if somebody accepted the clock at the entry `first` or behind it.
  package func hasClockAcceptance(since first: Int) throws -> Bool {
    try acceptances().contains { $0.entry >= first }
  }

  /// The time of an entry as it is known now: no later than what somebody led the clock back to behind it. An entry of a clock that was twenty years
  /// ahead is not twenty years younger than those behind it.
  func knownTime(of entry: JournalEntry) throws -> Instant {
    try acceptances().reduce(entry.time) { time, accepted in
      accepted.entry > entry.index ? min(time, accepted.acceptance.to) : time
    }
  }

  /// Every acceptance, the first first. They are few, and the state leads to them, so that no question looks through the whole journal.
  private func acceptances() throws -> [(entry: Int, acceptance: ClockAcceptance)] {
    var found: [(entry: Int, acceptance: ClockAcceptance)] = []
    for index in try marks(Self.clockState).values.sorted() {
      let entry = try entry(at: index)
      guard entry.type == .clockAccepted,
        let acceptance = ClockAcceptance({ entry.data[$0]?.stringValue }, entryTime: entry.time)
      else { throw JournalError.damaged("entry \(entry.index) accepts no clock, and the state says so") }
      found.append((entry.index, acceptance))
    }
    return found
  }

  /// The state has one row for each acceptance, with its entry.
  static let clockState = "clock|"
}

extension ClockAcceptance {
  /// Nil where an entry's data are not those of an acceptance at its own time.
  init?(_ text: (String) -> String?, entryTime: Instant) {
    guard let from = text("from").flatMap({ Instant(iso8601: $0) }),
      let to = text("to").flatMap({ Instant(iso8601: $0) }), to == entryTime
    else { return nil }
    self.init(from: from, to: to)
  }
}
