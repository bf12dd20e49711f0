/// An ISO 8601 duration that a record is kept for.
///
/// It is either *civil* (years, months, weeks, days), counted in days of the rules' time zone, or *elapsed* (hours, minutes,
/// seconds; less than a day), counted from an instant. A mix has no defined end and is refused.
public struct Period: Hashable, Sendable, CustomStringConvertible {
  public let years: Int
  public let months: Int
  public let weeks: Int
  public let days: Int
  public let hours: Int
  public let minutes: Int
  public let seconds: Int

  /// Whether the period is shorter than a day and counts in elapsed time.
  public var isElapsed: Bool { elapsedSeconds > 0 }

  /// The seconds of an elapsed period; 0 for a civil one.
  public var elapsedSeconds: Int { hours * 3_600 + minutes * 60 + seconds }

  /// Years and months together, in months.
  var totalMonths: Int { years * 12 + months }

  /// Weeks and days together, in days.
  var totalDays: Int { weeks * 7 + days }

  /// The longest that a part of a period may be, in years: longer is a typing error.
  static let maximumYears = 999

  /// Reads an ISO 8601 duration such as `P5Y`, `P18M`, `P1Y6M`, `P30D`, `P2W` or `PT30M`.
  ///
  /// - Throws: what is wrong with the text, with what would be right.
  public init(iso8601 text: some StringProtocol) throws(PeriodError) {
    var parts: [Character: Int] = [:]
    var rest = Substring(text)
    guard rest.popFirst() == "P" else { throw .notADuration(String(text)) }
    var designators: [Character] = ["Y", "M", "W", "D"]
    var isTime = false
    while let first = rest.first {
      if first == "T" {
        guard !isTime else { throw .notADuration(String(text)) }
        isTime = true
        designators = ["h", "m", "s"]
        rest.removeFirst()
        guard !rest.isEmpty else { throw .notADuration(String(text)) }
        continue
      }
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count)
      if rest.first == "." || rest.first == "," { throw .fraction(String(text)) }
      guard let designator = rest.popFirst() else { throw .notADuration(String(text)) }
      let unit: Character =
        switch (isTime, designator) {
        case (true, "H"): "h"
        case (true, "M"): "m"
        case (true, "S"): "s"
        case (false, _): designator
        default: "?"
        }
      guard !digits.isEmpty, let place = designators.firstIndex(of: unit) else {
        throw .notADuration(String(text))
      }
      guard let number = Int(digits), number <= Self.maximumYears * 366 * 86_400 else { throw .tooLong(String(text)) }
      designators.removeFirst(place + 1)
      parts[unit] = number
    }
    years = parts["Y"] ?? 0
    months = parts["M"] ?? 0
    weeks = parts["W"] ?? 0
    days = parts["D"] ?? 0
    hours = parts["h"] ?? 0
    minutes = parts["m"] ?? 0
    seconds = parts["s"] ?? 0
    guard !parts.isEmpty else { throw .notADuration(String(text)) }
    let hasCivil = years + months + weeks + days > 0
    let elapsed = hours * 3_600 + minutes * 60 + seconds
    guard hasCivil || elapsed > 0 else { throw .zero(String(text)) }
    guard !hasCivil || elapsed == 0 else { throw .mixed(String(text)) }
    guard elapsed < 86_400 else { throw .elapsedTooLong(String(text), days: elapsed / 86_400) }
    guard years * 12 + months <= Self.maximumYears * 12, weeks * 7 + days <= Self.maximumYears * 366 else {
      throw .tooLong(String(text))
    }
  }

  /// The duration in ISO 8601, without its zero parts.
  public var description: String {
    let civil = [(years, "Y"), (months, "M"), (weeks, "W"), (days, "D")]
    let elapsed = [(hours, "H"), (minutes, "M"), (seconds, "S")]
    func text(_ parts: [(Int, String)]) -> String {
      parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
    }
    return "P" + text(civil) + (isElapsed ? "T" + text(elapsed) : "")
  }
}

/// Why a text is no period.
public enum PeriodError: Error, Hashable, Sendable, CustomStringConvertible {
  case notADuration(String)
  case fraction(String)
  case zero(String)
  case mixed(String)
  case elapsedTooLong(String, days: Int)
  case tooLong(String)

  /// What is wrong, and what would be right.
  public var description: String { cause + ": " + remedy }

  public var cause: String {
    switch self {
    case .notADuration(let text): "\"\(text)\" is not an ISO 8601 duration"
    case .fraction(let text): "\"\(text)\" has a fraction, which no calendar can count"
    case .zero(let text): "\"\(text)\" lasts no time"
    case .mixed(let text): "\"\(text)\" mixes days and hours, which count differently"
    case .elapsedTooLong(let text, _): "\"\(text)\" is a day or more in hours"
    case .tooLong(let text): "\"\(text)\" is longer than \(Period.maximumYears) years"
    }
  }

  public var remedy: String {
    switch self {
    case .notADuration: "write P5Y, P18M, P30D, P2W or PT30M"
    case .fraction: "write whole units, such as P1Y6M for a year and a half"
    case .zero: "write a period of at least PT1S, or use \"at\": \"trigger\" for a stage without one"
    case .mixed: "write one or the other, such as P2D or PT36M"
    case .elapsedTooLong(_, let days): "write it in days, such as P\(days)D"
    case .tooLong: "write the period that was meant"
    }
  }
}
