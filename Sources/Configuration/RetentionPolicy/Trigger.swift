package import CivilTime

/// The event whose date starts a period.
package indirect enum Trigger: Hashable, Sendable {
  case event(String)
  /// The first of several that has happened; one without a date is ignored.
  case earliestOf([Trigger])
  /// The last of several; as long as one has no date, the period has not started. One that never was is ignored.
  case latestOf([Trigger])

  /// Every event that it names.
  package var events: [String] {
    switch self {
    case .event(let event): [event]
    case .earliestOf(let parts), .latestOf(let parts): parts.flatMap(\.events)
    }
  }

  /// The events of its `latestOf`, with all that stand below it.
  package var eventsOfLatest: [String] {
    switch self {
    case .event: []
    case .earliestOf(let parts): parts.flatMap(\.eventsOfLatest)
    case .latestOf: events
    }
  }

  /// The date that starts the period of a record with these event dates.
  ///
  /// A date that cannot be meant counts as missing, but the record is then implausible and not merely undated.
  package func date(of events: [String: EventDate]) -> TriggerDate { date { events[$0] ?? .missing } }

  /// The same, of dates that are looked up. A record of which none of the events ever was is undated.
  package func date(of dateOfEvent: (String) -> EventDate) -> TriggerDate {
    dateIfEver(dateOfEvent) ?? .undated
  }

  /// Nil where none of the events ever was.
  private func dateIfEver(_ dateOfEvent: (String) -> EventDate) -> TriggerDate? {
    switch self {
    case .event(let event):
      switch dateOfEvent(event) {
      case .missing: return .undated
      case .neverWas: return nil
      case .implausible: return .implausible
      case .date(let day, let instant): return .dated(day, instant)
      }
    case .earliestOf(let parts):
      let dates = parts.compactMap { $0.dateIfEver(dateOfEvent) }
      guard !dates.isEmpty else { return nil }
      return dates.filter(\.isDated).min() ?? (dates.contains(.implausible) ? .implausible : .undated)
    case .latestOf(let parts):
      let dates = parts.compactMap { $0.dateIfEver(dateOfEvent) }
      if dates.contains(.implausible) { return .implausible }
      return dates.contains(.undated) ? .undated : dates.max()
    }
  }
}

/// The date of one event of a record.
package enum EventDate: Hashable, Sendable {
  case missing
  /// There is no date, and the record says that there never will be one.
  case neverWas
  /// No date at all, or one that cannot be meant.
  case implausible
  /// The civil day in the rules' time zone, and the instant where the store has one.
  case date(CivilDate, Instant?)
}

/// The date that starts a record's period.
package enum TriggerDate: Hashable, Sendable, Comparable {
  case undated
  case implausible
  case dated(CivilDate, Instant?)

  var isDated: Bool { if case .dated = self { true } else { false } }

  /// By day, then by instant; only dates are compared.
  package static func < (left: TriggerDate, right: TriggerDate) -> Bool {
    guard case .dated(let leftDay, let leftInstant) = left,
      case .dated(let rightDay, let rightInstant) = right
    else {
      return !left.isDated && right.isDated
    }
    if leftDay != rightDay { return leftDay < rightDay }
    guard let leftInstant, let rightInstant else { return false }
    return leftInstant < rightInstant
  }
}
