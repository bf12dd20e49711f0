/// How long a rule keeps a record after its trigger, in the unit that the schedule names.
enum Span: Hashable {
  case years(Int)
  case months(Int)
  case days(Int)
  case hours(Int)
  case minutes(Int)

  /// For what goes at the instant of its event.
  static let atOnce = Span.minutes(0)

  /// The elapsed seconds of a span of less than a day; nil where civil days count.
  var elapsedSeconds: Int? {
    switch self {
    case .years, .months, .days: nil
    case .hours(let count): count * 3_600
    case .minutes(let count): count * 60
    }
  }

  /// A length in seconds, right enough to order the spans of one domain and to spread random dates.
  var roughSeconds: Int {
    switch self {
    case .years(let count): count * 31_556_952
    case .months(let count): count * 2_629_746
    case .days(let count): count * 86_400
    case .hours, .minutes: elapsedSeconds ?? 0
    }
  }
}
