internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

/// What the rules say of one row by its values, in Swift: `explain` shows it, and a batch's rows are judged by it.
extension DueConditions {
  /// A stored value as the rules see it: by its civil day, and only if it can be meant.
  static func date(of value: EventValue, within days: PlausibleDays) -> EventDate {
    let (day, instant): (CivilDate, Instant?)
    switch value {
    case .missing: return .missing
    case .malformed: return .implausible
    case .day(let date): (day, instant) = (date, nil)
    case .instant(let moment): (day, instant) = (days.zone.civilDate(at: moment), moment)
    }
    return day < days.first || day > days.last ? .implausible : .date(day, instant)
  }

  /// Whether a stage that comes at that moment has come.
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
