/// The parts of a value of a NIR's form: its first digit, year, month, department, six more digits, and whether a key of two follows.
struct NIRNumber {
  /// Year and month as written, four digits.
  private let yearMonth: UInt64
  /// 0 to 99, or 100 for 2A and 101 for 2B.
  private let department: UInt64
  private let place: UInt64
  let hasKey: Bool

  /// How many values `rank` can have.
  static let count: UInt128 = 1_020_000_000_000

  /// Reads 13 characters, or 15 with the key, whatever stands between them.
  init?(_ text: String) {
    let characters = Array(text.filter { $0.isLetter || $0.isNumber }.uppercased().utf8)
    guard characters.count == 13 || characters.count == 15 else { return nil }
    func number(_ range: Range<Int>) -> UInt64? {
      characters[range].reduce(UInt64?(0)) { value, byte in
        (48...57).contains(byte) ? value.map { $0 * 10 + UInt64(byte - 48) } : nil
      }
    }
    let department: UInt64? =
      switch (characters[5], characters[6]) {
      case (UInt8(ascii: "2"), UInt8(ascii: "A")): 100
      case (UInt8(ascii: "2"), UInt8(ascii: "B")): 101
      default: number(5..<7)
      }
    guard let department, number(0..<1) != nil, let yearMonth = number(1..<5), let place = number(7..<13),
      number(13..<characters.count) != nil
    else { return nil }
    self.yearMonth = yearMonth
    self.department = department
    self.place = place
    hasKey = characters.count == 15
  }

  init(rank: UInt128, hasKey: Bool) {
    place = UInt64(rank % 1_000_000)
    department = UInt64(rank / 1_000_000 % 102)
    yearMonth = UInt64(rank / 102_000_000)
    self.hasKey = hasKey
  }

  /// The number's place among all of its form, whatever the first digit is.
  var rank: UInt128 { UInt128((yearMonth * 102 + department) * 1_000_000 + place) }

  /// Tells if it is written in digits alone.
  var isNumeric: Bool { department < 100 }

  /// The same number with 9 as its first digit, which no register gives.
  ///
  /// - Parameter hasValidKey: whether its key is right, or one that every check refuses.
  func nobodys(hasValidKey: Bool) -> String {
    let letters = department == 100 ? "2A" : department == 101 ? "2B" : Self.padded(department, 2)
    let text = "9" + Self.padded(yearMonth, 4) + letters + Self.padded(place, 6)
    guard hasKey else { return text }
    // The key counts 2A as 19 and 2B as 18.
    let counted = department == 100 ? 19 : department == 101 ? 18 : department
    let whole = 9_000_000_000_000 + yearMonth * 100_000_000 + counted * 1_000_000 + place
    let key = 97 - whole % 97
    return text + Self.padded(hasValidKey ? key : key % 97 + 1, 2)
  }

  private static func padded(_ number: UInt64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
