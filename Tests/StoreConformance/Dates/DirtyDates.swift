/// Texts that are dates, that nearly are, and that are nothing: the same ones for the same seed.
package struct DirtyDates {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// How many texts a test tries; `RETENTIOND_DATE_TEXTS` asks for more of them.
  package static func count(_ usual: Int, environment: [String: String]) -> Int {
    environment["RETENTIOND_DATE_TEXTS"].flatMap { Int($0) } ?? usual
  }

  package mutating func text() -> String {
    switch below(20) {
    case 0: return one(of: Self.words)
    case 1: return String(below(3) == 0 ? Int64.random(in: -5...5, using: &self) : number())
    default: break
    }
    var scalars = Array(form().unicodeScalars)
    // Half of them stay as they are.
    for _ in 0..<(below(2) == 0 ? 0 : 1 + below(2)) { mutate(&scalars) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// A count of seconds or milliseconds, of any size.
  package mutating func number() -> Int64 {
    switch below(6) {
    case 0: Int64.random(in: .min ... .max, using: &self)
    case 1: Int64.random(in: -100_000...100_000, using: &self)
    case 2: Int64.random(in: 10_000_101...99_991_231, using: &self)
    case 3: Int64.random(in: -2_000_000_000_000...5_000_000_000_000, using: &self)
    default: Int64.random(in: 600_000_000...2_000_000_000, using: &self)
    }
  }

  // MARK: Forms

  private mutating func form() -> String {
    let year =
      below(4) == 0 ? one(of: ["0000", "0001", "0999", "1000", "9999", "1899", "1900"]) : self.year()
    let month = padded(below(8) == 0 ? below(14) : 1 + below(12))
    let day = padded(below(8) == 0 ? 28 + below(5) : 1 + below(28))
    let (iso, time) =
      below(5) == 0 ? (one(of: Self.days), self.time()) : ("\(year)-\(month)-\(day)", self.time())
    switch below(9) {
    case 0: return iso
    case 1: return iso.filter { $0 != "-" }
    case 2: return iso.split(separator: "-").reversed().joined(separator: "/")
    case 3: return iso.split(separator: "-").reversed().joined(separator: ".")
    case 4: return iso.split(separator: "-").reversed().joined(separator: "-")
    case 5: return iso + one(of: [" ", "T", "T", "t"]) + time
    case 6: return iso + one(of: [" ", "T"]) + time + one(of: ["", "Z", "Z", "z", "+00:00"])
    default: return iso + one(of: ["T", " ", "t"]) + time + offset()
    }
  }

  mutating func year() -> String { String(1_849 + below(282)) }

  private mutating func time() -> String {
    let time =
      below(4) == 0 ? one(of: Self.times) : [24, 60, 60].map { padded(below($0)) }.joined(separator: ":")
    guard below(2) == 0 else { return time }
    if below(2) == 0 { return time + one(of: Self.fractions) }
    return time + "." + (0...below(11)).map { _ in String(below(10)) }.joined()
  }

  private mutating func offset() -> String {
    if below(3) == 0 {
      return one(of: ["Z", "z", "+00:00", "-00:00", "+23:59", "-23:59", "+24:00", "+0100", "+01", "+14:00"])
    }
    return one(of: ["+", "-"]) + padded(below(24)) + ":" + padded(below(60))
  }

  mutating func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  // MARK: Mistakes

  mutating func mutate(_ scalars: inout [Unicode.Scalar]) {
    let place = below(scalars.count + 1)
    switch below(6) {
    case 0 where place < scalars.count: scalars[place] = dirt()
    case 1 where place < scalars.count: scalars.remove(at: place)
    case 2: scalars.insert(dirt(), at: place)
    case 3: scalars.append(contentsOf: one(of: Self.endings).unicodeScalars)
    case 4: scalars.insert(contentsOf: one(of: [" ", "\n", "0", "-", "+"]).unicodeScalars, at: 0)
    default: scalars.removeLast(below(scalars.count + 1))
    }
  }

  private mutating func dirt() -> Unicode.Scalar { one(of: Self.dirty) }

  private static let dirty: [Unicode.Scalar] =
    Array("0123456789-/.:TtZz+ \n\t\r'\"\\%_éxe".unicodeScalars) + [
      "\u{FF10}", "\u{FF12}", "\u{A0}", "\u{202F}", "\u{301}", "\u{2010}", "\u{FEFF}", "\u{1F4C5}", "\u{660}",
    ]
  private static let endings = [
    " ", "  ", "\n", "\r\n", "\t", "Z", "+00:00", "x", "0", "\u{A0}", " 00:00:00", ".0",
  ]
  private static let words = [
    "", " ", "0", "-1", "00", "-0", "0.0", "never", "NEVER", "n\u{E9}ant", "ne\u{301}ant", "9999-12-31",
    "1970-01-01",
    "1900-01-01", "1899-12-30", "1904-01-01", "1970-01-01 00:00:00", "1970-01-01T23:59:59.999999999Z",
    "1969-12-31 19:00:00", "1969-12-31 18:59:59.9999999",
    "1970-01-02 08:59:59", "1970-01-02 09:00:00", "1899-12-29 20:00:00",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+05:00", "0000-12-31T23:59:59-05:00", "9999-12-31T23:59:59.9999999Z",
    "0001-01-01 00:00:00", "01/01/1970",
    "19700101", "1969-12-31T23:30:00-01:00", "1970-01-02T00:30:00+01:00", "0000-00-00", "0000-00-00 00:00:00",
    "infinity",
    "2020-1-5", "20200230", "inconnu", "now", "today", "J2000", "12:00", "2020-W01-1", "2020-001",
    "2459000.5",
  ]
  static let days = [
    "2026-03-29", "2026-10-25", "2026-10-24", "2026-10-26", "2025-10-26", "2026-04-05", "2026-10-04",
    "2024-02-29",
    "2023-02-29", "1900-02-29", "2000-02-29", "2026-11-26", "2026-11-27", "2126-11-27", "2126-11-28",
    "1850-01-01",
    "1849-12-31", "1990-01-01", "1989-12-31", "2011-12-30", "9998-12-31", "9999-12-31", "1970-01-01",
    "1904-01-01",
  ]
  static let times = [
    "00:00:00", "23:59:59", "24:00:00", "23:59:60", "02:10:00", "02:30:00", "01:59:59", "03:00:00",
    "02:00:00",
    "00:30:00", "01:10:00", "00:10:00", "12:00:00", "22:59:59", "23:00:00",
  ]
  static let fractions = [
    ".0", ".9", ".9995", ".999999", ".9999990", ".9999991", ".9999995", ".999999999", ".000000001",
    ".000000000", ".5",
    ".500", ".1234567890", ".", ".-1",
  ]

  // MARK: Chance

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &self) }

  mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }
}

extension DirtyDates: RandomNumberGenerator {
  /// SplitMix64.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
