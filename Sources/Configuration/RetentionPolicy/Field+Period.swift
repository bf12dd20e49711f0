internal import CivilTime
internal import JSONText

extension Field {
  /// The ISO 8601 period that stands here; nil after a report of what is wrong with it.
  var period: Period? {
    guard let text = string else { return nil }
    do throws(PeriodError) {
      return try Period(iso8601: text)
    } catch {
      report(error.cause, error.remedy)
      return nil
    }
  }
}
