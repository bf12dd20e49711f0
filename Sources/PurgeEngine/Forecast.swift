public import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

/// What falls due in the months to come, by record set, rule and stage, if nothing else changes.
public struct Forecast: Sendable {
  /// The first day of each month, and one day more: the end of the last month.
  public let monthStarts: [CivilDate]
  public let lines: [Line]

  public struct Line: Sendable {
    public let recordSet: String
    public let rule: String
    public let action: String
    /// Rows that are due already at the start.
    public let backlog: Int
    /// Rows that come due in each month.
    public let months: [Int]
  }
}

extension Engine {
  /// Counts what comes due in each of the next `months` months: the cumulative count at each month's start, and the difference.
  ///
  /// Held rows are counted: a hold may be lifted. Each stage counts by itself, so a row that is pseudonymised in one month and
  /// deleted in a later one stands in both.
  public func forecast(from now: Instant, months: Int) throws -> Forecast {
    let today = schedule.timeZone.civilDate(at: now)
    let first = today.adding(days: 1 - today.day)
    let starts = [today] + (1...max(1, months)).map { first.adding(months: $0) }
    let moments = [now] + starts.dropFirst().map { schedule.timeZone.startOfDay($0) }
    var lines: [Forecast.Line] = []
    for bound in catalogue.recordSets {
      let store = try store(named: bound.recordSet.store)
      let conditions = moments.map { self.conditions(for: bound, now: $0) }
      // Rows that are done already come due no more.
      let changes = try trustedChanges(of: bound, on: today)
      for (index, rule) in conditions[0].rules.enumerated() {
        for stage in rule.stages where conditions[0].actions.contains(stage.action) {
          let cumulative = try conditions.map { conditions in
            try store.tally(
              Selection(
                recordSet: bound.recordSet, predicate: conditions.reachedStage(stage.action, under: index),
                pseudonymising: stage.action == .pseudonymise ? changes : nil),
              holds: NoHolds()
            ).count
          }
          lines.append(
            Forecast.Line(
              recordSet: bound.recordSet.name, rule: rule.id, action: stage.action.rawValue,
              backlog: cumulative[0], months: zip(cumulative.dropFirst(), cumulative).map { max(0, $0 - $1) })
          )
        }
      }
    }
    return Forecast(monthStarts: starts, lines: lines)
  }
}
