package import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What falls due in the months to come, by record set, rule and stage, if nothing else changes.
package struct Forecast: Sendable {
  /// The first day of each month, and one day more: the end of the last month.
  package let monthStarts: [CivilDate]
  package let lines: [Line]
  /// The record sets that a run would refuse, each with the reasons. What could be counted of them stands in `lines` all the same.
  package let refused: [(recordSet: String, refusals: [RecordSetRefusal])]

  package struct Line: Sendable {
    package let recordSet: String
    package let rule: String
    package let action: String
    /// Rows that are due already at the start.
    package let backlog: Int
    /// Rows that come due in each month.
    package let months: [Int]
    /// Those of all of them that a hold keeps.
    package let held: Int
  }
}

extension Engine {
  /// Counts what comes due in each of the next `months` months: what a run at the end of the month would do that one at its start would not have done.
  ///
  /// In one month a row is counted under one stage, its most severe, as in a plan. A row that is pseudonymised in one month and deleted in a later one
  /// stands in both, since both will be done. Held rows are counted, and said: a hold may be lifted.
  package func forecast(from now: Instant, months: Int) throws -> Forecast {
    let today = schedule.timeZone.civilDate(at: now)
    let first = today.adding(days: 1 - today.day)
    let starts = [today] + (1...max(1, months)).map { first.adding(months: $0) }
    let moments = [now] + starts.dropFirst().map { schedule.timeZone.startOfDay($0) }
    var lines: [Forecast.Line] = []
    var refused: [(recordSet: String, refusals: [RecordSetRefusal])] = []
    for bound in bindings.recordSets {
      let preflight = try Preflight(self, bound, for: .purge, at: now)
      let refusals = preflight.refusals + preflight.forbidden
      if !refusals.isEmpty { refused.append((bound.recordSet.name, refusals)) }
      guard preflight.refusals.isEmpty else { continue }
      let store = try store(named: bound.recordSet.store)
      let conditions = moments.map { self.conditions(for: bound, now: $0) }
      // Rows that are done already come due no more.
      let changes = try trustedChanges(of: bound, on: today)
      let holds = try self.holds(for: bound)
      for (index, rule) in conditions[0].rules.enumerated() {
        for stage in rule.stages where conditions[0].actions.contains(stage.action) {
          let tallies = try conditions.indices.map { place in
            let due = conditions[place].due(for: stage.action, under: index)
            let before =
              place == 0 ? Predicate.never : conditions[place - 1].reachedStage(stage.action, under: index)
            return try store.tally(
              Selection(
                recordSet: bound.recordSet, predicate: Predicate.all([due, .not(before)]).simplified,
                pseudonymising: stage.action == .pseudonymise ? changes : nil),
              holds: holds)
          }
          lines.append(
            Forecast.Line(
              recordSet: bound.recordSet.name, rule: rule.id, action: stage.action.rawValue,
              backlog: tallies[0].count, months: tallies.dropFirst().map(\.count),
              held: tallies.reduce(0) { $0 + $1.held }))
        }
      }
    }
    return Forecast(monthStarts: starts, lines: lines, refused: refused)
  }
}
