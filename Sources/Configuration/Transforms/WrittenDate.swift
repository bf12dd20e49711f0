internal import CivilTime
internal import RecordStores

/// A date as a column writes it, which can be written back in the same form.
struct WrittenDate {
  private enum Form {
    /// `YYYY-MM-DD`, or the same digits without separator.
    case yearFirst(separator: String)
    /// `DD/MM/YYYY` and its like.
    case dayFirst(separator: String)
    /// The digits `YYYYMMDD` as a number.
    case number
  }

  let date: CivilDate
  private let form: Form
  /// What follows the date: its time of day.
  private let rest: String

  private init(date: CivilDate, form: Form, rest: String) {
    self.date = date
    self.form = form
    self.rest = rest
  }

  init?(_ value: ColumnValue) {
    switch value {
    case .integer(let number):
      guard let date = Self.compact(String(number)) else { return nil }
      self.init(date: date, form: .number, rest: "")
    case .text(let text): self.init(text)
    case .null, .real, .rawText, .blob: return nil
    }
  }

  private init?(_ text: String) {
    if let date = Self.compact(text) {
      self.init(date: date, form: .yearFirst(separator: ""), rest: "")
      return
    }
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, Self.isTime(bytes[10...]) else { return nil }
    let rest = String(decoding: bytes[10...], as: UTF8.self)
    let day = String(decoding: bytes[..<10], as: UTF8.self)
    if let date = CivilDate(day) {
      self.init(date: date, form: .yearFirst(separator: "-"), rest: rest)
      return
    }
    let separator = String(decoding: bytes[2..<3], as: UTF8.self)
    guard ["/", ".", "-"].contains(separator), bytes[5] == bytes[2],
      let date = CivilDate("\(day.dropFirst(6))-\(day.dropFirst(3).prefix(2))-\(day.prefix(2))")
    else { return nil }
    self.init(date: date, form: .dayFirst(separator: separator), rest: rest)
  }

  private static func compact(_ text: String) -> CivilDate? {
    guard text.utf8.count == 8 else { return nil }
    return CivilDate("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6))")
  }

  /// Nothing, or a blank or T and a time: no `BC` and no other word.
  private static func isTime(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first else { return true }
    return (first == UInt8(ascii: " ") || first == UInt8(ascii: "T")) && rest.count > 1
      && rest.dropFirst().allSatisfy { "0123456789:.,+-Z ".utf8.contains($0) }
  }

  /// Another date in this one's form, with its time of day.
  func written(_ date: CivilDate) -> ColumnValue { write(date, rest) }

  /// Another date in this one's form, at midnight if it has a time of day.
  func writtenAtMidnight(_ date: CivilDate) -> ColumnValue {
    guard let mark = rest.first else { return write(date, "") }
    let time = rest.dropFirst()
    let zone = time.firstIndex { "+-Z".contains($0) }.map { String(time[$0...]) } ?? ""
    return write(date, String(mark) + "00:00:00" + zone)
  }

  private func write(_ date: CivilDate, _ rest: String) -> ColumnValue {
    let parts = date.description.split(separator: "-")
    switch form {
    case .yearFirst(let separator): return .text(parts.joined(separator: separator) + rest)
    case .dayFirst(let separator): return .text(parts.reversed().joined(separator: separator) + rest)
    case .number: return Int64(parts.joined()).map { .integer($0) } ?? .null
    }
  }
}
