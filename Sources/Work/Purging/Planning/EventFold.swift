internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings

/// The date of one event, by what a record and its related rows have: what `BoundEvent`'s predicates ask of the store, folded in Swift.
struct EventFold {
  let event: BoundEvent
  /// The days that the record's own column can mean; nil if it has none.
  private let ownDays: PlausibleDays?
  /// The days that the related rows' column can mean.
  private let relatedDays: PlausibleDays?

  init(_ event: BoundEvent, _ conditions: DueConditions) {
    self.event = event
    ownDays = event.ownDates.first.map(conditions.days)
    relatedDays = event.related.map { conditions.days(of: $0.date) }
  }

  /// - Parameters:
  ///   - values: what the related rows have that count; empty for an event of the record's own.
  ///   - own: what the record's own column has, if it has one.
  ///   - neverWas: whether the record says of a missing date that its event never was. One with a related row that counts does not say it.
  func date(related values: Set<EventValue>, own: EventValue?, neverWas: Bool) -> EventDate {
    if let choice = event.related?.choice, let days = relatedDays, !values.isEmpty {
      return choice.date(of: values.map { DueConditions.date(of: $0, within: days, neverWas: false) })
    }
    guard let own, let days = ownDays else { return neverWas ? .neverWas : .missing }
    return DueConditions.date(of: own, within: days, neverWas: neverWas)
  }
}

extension RelatedEvent.Choice {
  /// The one date of several. A row without a date may be the latest, and so may one with a date that cannot be meant; of the earliest they are passed over, as
  /// in an `earliestOf`.
  fileprivate func date(of dates: [EventDate]) -> EventDate {
    let found = dates.compactMap { date -> (day: CivilDate, instant: Instant?)? in
      if case .date(let day, let instant) = date { (day, instant) } else { nil }
    }
    switch self {
    case .latest, .only:
      if dates.contains(.implausible) { return .implausible }
      guard found.count == dates.count, let last = found.max(by: Self.isEarlier) else { return .missing }
      return .date(last.day, last.instant)
    case .earliest:
      if let first = found.min(by: Self.isEarlier) { return .date(first.day, first.instant) }
      return dates.contains(.implausible) ? .implausible : .missing
    }
  }

  private static func isEarlier(
    _ left: (day: CivilDate, instant: Instant?), _ right: (day: CivilDate, instant: Instant?)
  ) -> Bool {
    if left.day != right.day { return left.day < right.day }
    guard let first = left.instant, let second = right.instant else { return false }
    return first < second
  }
}
