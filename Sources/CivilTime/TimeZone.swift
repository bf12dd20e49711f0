/// A time zone of the system's database, or UTC: what civil day and time it is at an instant.
///
/// The system's own files are read, because a service that counts civil days by law must follow the system's
/// updates of time zone rules without being built again.
public struct TimeZone: Hashable, Sendable {
  /// The name in the database, such as `Europe/Paris`.
  public let identifier: String
  let rules: ZoneRules

  public static let utc = TimeZone(identifier: "UTC", rules: ZoneRules(fixed: 0, abbreviation: "UTC"))

  /// The zone of that name in the system's database.
  ///
  /// - Throws: when there is none, or its file is damaged.
  public init(identifier: String) throws(TimeZoneError) {
    if identifier == "UTC" {
      self = .utc
    } else {
      self.init(identifier: identifier, rules: try ZoneRules(tzif: try ZoneFile.read(identifier), of: identifier))
    }
  }

  /// A zone from the bytes of a TZif file (RFC 9636).
  public init(identifier: String, tzif: [UInt8]) throws(TimeZoneError) {
    self.init(identifier: identifier, rules: try ZoneRules(tzif: tzif, of: identifier))
  }

  private init(identifier: String, rules: ZoneRules) {
    self.identifier = identifier
    self.rules = rules
  }

  public static func == (left: TimeZone, right: TimeZone) -> Bool { left.identifier == right.identifier }
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

  /// Seconds east of UTC at an instant.
  public func offset(at instant: Instant) -> Int { rules.type(at: instant.secondsSinceEpoch).offset }

  /// The zone's abbreviation at an instant, such as `CET`.
  public func abbreviation(at instant: Instant) -> String {
    rules.type(at: instant.secondsSinceEpoch).abbreviation
  }

  /// The civil day and the second of it that clocks in the zone show.
  public func local(at instant: Instant) -> (date: CivilDate, secondOfDay: Int) {
    let seconds = instant.secondsSinceEpoch + offset(at: instant)
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    return (CivilDate(daysSinceEpoch: days), seconds - days * 86_400)
  }

  public func civilDate(at instant: Instant) -> CivilDate { local(at: instant).date }

  /// The first instant of a civil day, also where midnight is skipped or comes twice; for a day that the zone skipped
  /// whole, the first instant after it.
  public func startOfDay(_ date: CivilDate) -> Instant {
    switch resolve(date: date, secondOfDay: 0) {
    case .unique(let instant), .ambiguous(let instant, _), .skipped(let instant, _, _): instant
    }
  }

  /// The instants at which clocks in the zone show a date and time.
  ///
  /// - Parameter secondOfDay: 0 to 86 399.
  public func resolve(date: CivilDate, secondOfDay: Int) -> LocalTime {
    let wall = date.daysSinceEpoch * 86_400 + secondOfDay
    // Every offset lies within a day, so that the offsets in force a day to each side are all that can apply.
    let before = rules.type(at: wall - 86_400).offset
    let after = rules.type(at: wall + 86_400).offset
    var candidates: [Int] = []
    for offset in Set([before, after, rules.type(at: wall - before).offset, rules.type(at: wall - after).offset]) {
      let second = wall - offset
      if rules.type(at: second).offset == offset && !candidates.contains(second) { candidates.append(second) }
    }
    candidates.sort()
    if candidates.count >= 2 {
      return .ambiguous(
        first: Instant(secondsSinceEpoch: candidates[0]), second: Instant(secondsSinceEpoch: candidates[1]))
    }
    if let only = candidates.first { return .unique(Instant(secondsSinceEpoch: only)) }
    // Clocks jumped over it: the jump lies between the two readings of the wall time.
    var low = wall - max(before, after) - 1
    var high = wall - min(before, after)
    let offsetBefore = rules.type(at: low).offset
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if rules.type(at: middle).offset == offsetBefore { low = middle } else { high = middle }
    }
    return .skipped(
      transition: Instant(secondsSinceEpoch: high), offsetBefore: offsetBefore,
      offsetAfter: rules.type(at: high).offset)
  }
}

/// What a date and time on a zone's clocks stand for.
public enum LocalTime: Hashable, Sendable {
  case unique(Instant)
  /// Clocks show it twice, as when summer time ends.
  case ambiguous(first: Instant, second: Instant)
  /// Clocks never show it, as when summer time begins; offsets in seconds east of UTC.
  case skipped(transition: Instant, offsetBefore: Int, offsetAfter: Int)
}

/// Why a time zone cannot be used.
public enum TimeZoneError: Error, Hashable, Sendable, CustomStringConvertible {
  case notAName(String)
  case unknown(String)
  case unreadable(String, cause: String)
  case damaged(String, cause: String)

  /// What is wrong, and what would be right.
  public var description: String { cause + ": " + remedy }

  public var cause: String {
    switch self {
    case .notAName(let name): "\"\(name)\" is not a time zone's name"
    case .unknown(let name): "there is no time zone \"\(name)\" in the system's database"
    case .unreadable(let name, let cause): "the file of time zone \"\(name)\" cannot be read: \(cause)"
    case .damaged(let name, let cause): "the file of time zone \"\(name)\" is damaged (\(cause))"
    }
  }

  public var remedy: String {
    switch self {
    case .notAName: "write one of the database's, such as Europe/Paris or UTC"
    case .unknown: "write one such as Europe/Paris, or install tzdata"
    case .unreadable: "see to its permissions"
    case .damaged: "install tzdata again"
    }
  }
}
