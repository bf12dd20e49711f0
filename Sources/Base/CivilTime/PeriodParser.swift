/// Reads the parts of an ISO 8601 duration, and refuses what has no defined end or cannot be meant.
struct PeriodParser {
  enum Unit: Int, CaseIterable {
    case years, months, weeks, days, hours, minutes, seconds

    var isElapsed: Bool { self >= .hours }

    var designator: UInt8 {
      switch self {
      case .years: UInt8(ascii: "Y")
      case .months, .minutes: UInt8(ascii: "M")
      case .weeks: UInt8(ascii: "W")
      case .days: UInt8(ascii: "D")
      case .hours: UInt8(ascii: "H")
      case .seconds: UInt8(ascii: "S")
      }
    }

    static func >= (left: Unit, right: Unit) -> Bool { left.rawValue >= right.rawValue }
  }

  private let text: String
  private var rest: ArraySlice<UInt8>
  private var isTime = false
  private var parts: [Unit: Int] = [:]
  private var last: Unit?

  static func parts(of text: String) throws(PeriodError) -> [Unit: Int] {
    var parser = PeriodParser(text)
    try parser.read()
    try parser.check()
    return parser.parts
  }

  private init(_ text: String) {
    self.text = text
    rest = Array(text.utf8)[...]
  }

  private mutating func read() throws(PeriodError) {
    if text.hasPrefix("-P") || text.hasPrefix("P-") { throw .negative(text) }
    guard rest.popFirst() == UInt8(ascii: "P") else { throw .notADuration(text) }
    if rest.isEmpty { throw .noParts(text) }
    while let first = rest.first {
      if first == UInt8(ascii: "T") {
        guard !isTime else { throw .notADuration(text) }
        isTime = true
        rest.removeFirst()
        if rest.isEmpty { throw .noParts(text) }
      } else {
        try readPart()
      }
    }
  }

  private mutating func readPart() throws(PeriodError) {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    guard let designator = rest.popFirst() else { throw .missingUnit(text) }
    if designator == UInt8(ascii: ".") || designator == UInt8(ascii: ",") { throw .fraction(text) }
    if designator == UInt8(ascii: "-") { throw .negative(text) }
    let units = Unit.allCases.filter { $0.designator == designator }
    guard !units.isEmpty else { throw .notADuration(text) }
    guard let unit = units.first(where: { $0.isElapsed == isTime }) else { throw .misplacedUnit(text) }
    guard !digits.isEmpty else { throw .missingNumber(text) }
    guard parts[unit] == nil else { throw .repeatedUnit(text) }
    if let last, last >= unit { throw .wrongOrder(text) }
    last = unit
    // Nine digits are more than any part may have, and few enough for the sums below.
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    guard significant.count <= 9, let number = CivilDate.number(digits) else { throw .tooLong(text) }
    parts[unit] = number
  }

  private func check() throws(PeriodError) {
    func part(_ unit: Unit) -> Int { parts[unit] ?? 0 }
    guard parts.values.contains(where: { $0 > 0 }) else { throw .zero(text) }
    let elapsed = part(.hours) * 3_600 + part(.minutes) * 60 + part(.seconds)
    guard !isTime || parts.keys.allSatisfy(\.isElapsed) else { throw .mixed(text) }
    guard elapsed < 86_400 else { throw .elapsedTooLong(text, seconds: elapsed) }
    // Over 400 years, 4 800 months last 146 097 days.
    let months = part(.years) * 12 + part(.months)
    let days = part(.weeks) * 7 + part(.days)
    guard months * 146_097 + days * 4_800 <= Period.maximumYears * 12 * 146_097 else { throw .tooLong(text) }
  }
}
