internal import CivilTime
package import RecordStores

/// Values of one form that are dates, and that nearly are.
extension DirtyDates {
  /// A value that a column of an encoding can have, as text or as a whole number; two in three as they should be.
  package mutating func value(of encoding: EventColumn.Encoding, isNumber: Bool) -> ColumnValue {
    if isNumber {
      if below(6) == 0 { return .integer(number()) }
      if let form = encoding.form { return .integer(Int64(digits(of: form)) ?? 0) }
      return .integer(
        encoding.dayNumber.map { $0.number(of: day()) } ?? encoding.epochUnit.map {
          $0.count(atMost: instant())
        } ?? 0)
    }
    if below(8) == 0 { return .text(text()) }
    var scalars = Array(
      (encoding.form.map { text(of: $0) } ?? count(encoding.epochUnit ?? .seconds)).unicodeScalars)
    if below(3) == 0 { mutate(&scalars) }
    var written = String.UnicodeScalarView()
    written.append(contentsOf: scalars)
    return .text(String(written))
  }

  private mutating func day() -> CivilDate {
    below(4) == 0
      ? CivilDate(one(of: Self.days)) ?? CivilDate(daysSinceEpoch: 0)
      : CivilDate(daysSinceEpoch: below(60_000) - 10_000)
  }

  private mutating func instant() -> Instant {
    TimeZone.utc.startOfDay(day()).adding(seconds: below(86_400))
  }

  private mutating func count(_ unit: EpochUnit) -> String {
    let whole = unit.decimal(atMost: instant())
    return below(3) == 0 && !whole.contains(".")
      ? whole + one(of: [".5", ".0", ".", ".000000001", ".9999999999"]) : whole
  }

  private mutating func digits(of form: DateForm) -> String {
    String(text(of: form).unicodeScalars.filter { ("0"..."9").contains($0) })
  }

  /// A text that goes by the form, of days and times that there are or nearly.
  private mutating func text(of form: DateForm) -> String {
    let date = below(3) == 0 ? CivilDate(one(of: Self.days)) : nil
    let year =
      date.map { padded($0.year) }
      ?? (below(9) == 0 ? one(of: ["0000", "0001", "1899", "9999"]) : self.year())
    let month = date?.month ?? (below(12) == 0 ? below(14) : 1 + below(12))
    let day = date?.day ?? (below(12) == 0 ? 28 + below(5) : 1 + below(28))
    return form.parts.map { part in
      switch part {
      case .year: return year
      case .month: return padded(month)
      case .day: return padded(day)
      case .shortMonth: return below(2) == 0 ? String(month) : padded(month)
      case .shortDay: return below(2) == 0 ? String(day) : padded(day)
      case .hour: return padded(below(24))
      case .minute, .second: return padded(below(10) == 0 ? 59 + below(2) : below(60))
      case .mark(let marks): return String(one(of: Array(marks)))
      case .fraction: return below(3) == 0 ? one(of: Self.fractions) : ""
      case .seconds:
        return below(2) == 0 ? ":" + padded(below(60)) + (below(3) == 0 ? one(of: Self.fractions) : "") : ""
      case .time(let isUTC):
        return below(3) == 0
          ? ""
          : one(of: [" ", "T"]) + one(of: Self.times + ["23:59", "00:00"])
            + (isUTC ? one(of: ["", "Z"]) : "")
      case .zulu: return one(of: ["", "Z"])
      case .offset: return one(of: ["Z", "+01:00", "-11:30"])
      case .anyOffset:
        return one(of: ["", " "])
          + one(of: ["Z", "UTC", "z", "+01", "-0330", "+05:45", "-11", "+0000", "+24", "UT"])
      }
    }.joined()
  }
}
