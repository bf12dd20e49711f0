internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

extension PlausibleDays {
  fileprivate func contains(_ day: CivilDate) -> Bool { first <= day && day <= last }
}

/// What the rules say of one row by its values, in Swift: `explain` shows it, and a batch's rows are judged by it.
extension DueConditions {
  /// A stored value as the rules see it: by its civil day, and only if it can be meant.
  ///
  /// - Parameter neverWas: whether the row says of a missing date that its event never was.
  static func date(of value: EventValue, within days: PlausibleDays, neverWas: Bool) -> EventDate {
    switch value {
    case .missing: return neverWas ? .neverWas : .missing
    case .malformed: return .implausible
    case .day(let day): return days.contains(day) ? .date(day, nil) : .implausible
    case .instant(let instant):
      let day = days.zone.civilDate(at: instant)
      return days.contains(day) ? .date(day, instant) : .implausible
    }
  }

  /// Tells why a stored value cannot be meant; nil if it can, and where none is there.
  static func doubt(about value: EventValue, of event: EventColumn, within days: PlausibleDays) -> DateDoubt?
  {
    let day: CivilDate
    switch value {
    case .missing: return nil
    case .malformed: return .notADate(form: event.encoding.name)
    case .day(let date): day = date
    case .instant(let instant): day = days.zone.civilDate(at: instant)
    }
    if day < days.first { return .beforeEarliest(days.first) }
    return day > days.last ? .afterLatest(days.last) : nil
  }

  /// Tells if a stage that comes at that moment has come.
  func hasCome(_ moment: DueMoment) -> Bool {
    switch moment {
    case .day(let day): day <= today
    case .instant(let instant): instant <= now
    }
  }

  /// What judges the rows of a stage's batches a second time.
  func judge(of action: StageAction, under rule: Int) -> any RowJudge {
    SecondJudgement(self, action: action, rule: rule)
  }
}
