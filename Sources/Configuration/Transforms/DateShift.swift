internal import CivilTime
internal import Identifiers
internal import RecordStores
internal import Words

/// Moves all dates of one person by the same number of days, so that what lies between them stays as it was.
struct DateShift: ColumnTransform {
  let key: DomainKey?
  let domain: DomainID
  let maximumDays: Int
  let form: SubjectForm

  var needsSubject: Bool { true }

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    guard value != .null else { return .null }
    guard let written = WrittenDate(value) else { throw TransformError.notADate(transform: "date-shift") }
    // A date that stands for none would show by how much all others were moved.
    if written.date == Self.last || written.date == Self.first { return value }
    guard let person = try subject.identifier(for: "date-shift"), !person.isEmpty else {
      throw TransformError.noSubject
    }
    guard let key else { throw TransformError.noKey(transform: "date-shift") }
    let shifted = written.date.adding(days: days(for: form.exact(person), under: key))
    guard (Self.first...Self.last).contains(shifted) else {
      throw TransformError.outsideCalendar(transform: "date-shift")
    }
    return written.written(shifted)
  }

  /// From -n to n, and never 0.
  private func days(for person: String, under key: DomainKey) -> Int {
    let digest = key.digest(of: person, as: "date-shift", domain: domain)
    let choice = Int(digest[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(2 * maximumDays))
    return choice < maximumDays ? choice - maximumDays : choice - maximumDays + 1
  }

  private static let first = CivilDate(daysSinceEpoch: -719_162)
  private static let last = CivilDate(daysSinceEpoch: 2_932_896)

  func isOutput(_ value: ColumnValue) -> Bool? { nil }
}
