internal import CivilTime
internal import RecordStores

/// A birth date to the lower bound of the band that the age lies in on the day of the run.
struct AgeBand: ColumnTransform {
  let width: Int
  /// From this age on all are one band, so that the few of a great age are not singled out.
  let topCode: Int
  let result: TransformSpecification.AgeResult
  let day: CivilDate

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    guard value != .null else { return .null }
    guard let birth = WrittenDate(value) else { throw TransformError.notADate(transform: "age-band") }
    let (year, month, dayOfMonth) = day.parts
    let born = birth.date.parts
    // In a year without the day, the month's last: as every period is counted here.
    let birthday = min(born.day, CivilDate.daysInMonth(born.month, of: year))
    let hadBirthday = (born.month, birthday) <= (month, dayOfMonth)
    let age = year - born.year - (hadBirthday ? 0 : 1)
    guard age >= 0 else { throw TransformError.bornLater }
    let lower = age >= topCode ? topCode : age / width * width
    switch result {
    case .age: return value.isInteger ? .integer(Int64(lower)) : .text(String(lower))
    case .date:
      guard let start = CivilDate(year: year - lower, month: 1, day: 1) else {
        throw TransformError.outsideCalendar(transform: "age-band")
      }
      return birth.writtenAtMidnight(start)
    }
  }

  func isOutput(_ value: ColumnValue) -> Bool? { nil }
}
