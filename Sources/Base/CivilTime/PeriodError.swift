/// Why a text is no period; every case has the text.
package enum PeriodError: Error, Hashable, Sendable, CustomStringConvertible {
  case notADuration(String)
  /// Nothing after the `P`, or after the `T`.
  case noParts(String)
  /// A unit without its number, as in `PY`.
  case missingNumber(String)
  /// A number without its unit, as in `P5`.
  case missingUnit(String)
  /// A unit on the wrong side of the `T`, as in `P5H` or `PT5D`.
  case misplacedUnit(String)
  case repeatedUnit(String)
  case wrongOrder(String)
  case negative(String)
  case fraction(String)
  case zero(String)
  /// Days or longer units together with hours or shorter ones.
  case mixed(String)
  /// Hours, minutes and seconds that make a day or more.
  case elapsedTooLong(String, seconds: Int)
  /// More than 999 years.
  case tooLong(String)

  /// What is wrong, and what would be right.
  package var description: String { cause + ": " + remedy }

  /// What is wrong.
  package var cause: String {
    switch self {
    case .notADuration(let text): "\"\(text)\" is not an ISO 8601 duration"
    case .noParts(let text): "\"\(text)\" names no length of time"
    case .missingNumber(let text): "\"\(text)\" has a unit without a number"
    case .missingUnit(let text): "\"\(text)\" has a number without a unit"
    case .misplacedUnit(let text): "\"\(text)\" has a unit on the wrong side of the T"
    case .repeatedUnit(let text): "\"\(text)\" has a unit twice"
    case .wrongOrder(let text): "\"\(text)\" has its units out of order"
    case .negative(let text): "\"\(text)\" has a minus sign, and no record is kept for less than no time"
    case .fraction(let text): "\"\(text)\" has a fraction, which no calendar can count"
    case .zero(let text): "\"\(text)\" lasts no time"
    case .mixed(let text): "\"\(text)\" mixes days with hours, which count differently"
    case .elapsedTooLong(let text, _): "\"\(text)\" is a day or more in hours"
    case .tooLong(let text): "\"\(text)\" is longer than \(Period.maximumYears) years"
    }
  }

  /// What would be right.
  package var remedy: String {
    switch self {
    case .notADuration: "write one such as P5Y, P18M, P30D, P2W or PT30M"
    case .noParts: "write a number and a unit, such as P5Y or PT30M"
    case .missingNumber: "write the number before its unit, such as P5Y"
    case .missingUnit: "write the unit after its number, such as P5Y, P18M or P30D"
    case .misplacedUnit:
      "write years, months, weeks and days before a T, as in P30D, and hours, minutes and"
        + " seconds after it, as in PT12H"
    case .repeatedUnit: "write each unit once, such as P1Y6M"
    case .wrongOrder: "write the longest unit first, such as P1Y6M, P1M1D or PT1H30M"
    case .negative: "write the length without a sign, such as P30D"
    case .fraction: "write whole units, such as P1Y6M for a year and a half"
    case .zero: "write a length of at least one second, such as PT30M or P1D"
    case .mixed: "write whole days, such as P2D, or less than a day, such as PT12H"
    case .elapsedTooLong(_, let seconds):
      seconds % 86_400 == 0
        ? "write it in days, as P\(seconds / 86_400)D"
        : "write whole days, such as P\(seconds / 86_400)D or P\(seconds / 86_400 + 1)D"
    case .tooLong: "write a shorter one, up to P\(Period.maximumYears)Y"
    }
  }
}
