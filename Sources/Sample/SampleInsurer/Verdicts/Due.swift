/// When a stage comes: the first day on which it is due, or the first instant.
enum Due: Hashable {
  case day(Day)
  case instant(Int)

  func isReached(_ reckoning: Reckoning) -> Bool {
    switch self {
    case .day(let day): day <= reckoning.today
    case .instant(let instant): instant <= reckoning.now
    }
  }

  /// The first second, to order what one row waits for.
  func firstSecond(_ reckoning: Reckoning) -> Int {
    switch self {
    case .day(let day): reckoning.instant(of: day)
    case .instant(let instant): instant
    }
  }

  /// `YYYY-MM-DD`, or an instant in UTC.
  var text: String {
    switch self {
    case .day(let day): day.text
    case .instant(let instant): InstantText.iso8601(instant)
    }
  }
}
