package import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Counts what falls due in the months to come.
package struct Forecaster {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Counts what comes due in each of the next `months` months: what a run at the end of the month would do that one at its start would not have done.
  ///
  /// In one month a row is counted under one stage, its most severe, as in a plan. A row that is pseudonymised in one month and deleted in a later one
  /// stands in both, since both will be done. Held rows are counted, and said: a hold may be lifted.
  package func forecast(from now: Instant, months: Int) throws -> Forecast {
    let today = context.schedule.timeZone.civilDate(at: now)
    let first = today.adding(days: 1 - today.day)
    let starts = [today] + (1...max(1, months)).map { first.adding(months: $0) }
    let moments = [now] + starts.dropFirst().map { context.schedule.timeZone.startOfDay($0) }
    var lines: [Forecast.Line] = []
    var refused: [(recordSet: RecordSetName, refusals: [RecordSetRefusal])] = []
    for bound in context.bindings.recordSets {
      let preflight = try Preflight(context, bound, for: .purge, at: now)
      let refusals = preflight.refusals + preflight.forbidden
      if !refusals.isEmpty { refused.append((bound.recordSet.name, refusals)) }
      guard preflight.refusals.isEmpty else { continue }
      lines += try self.lines(of: bound, at: moments)
    }
    return Forecast(monthStarts: starts, lines: lines, refused: refused)
  }

  /// Counts what comes due of a record set, stage by stage.
  ///
  /// - Parameter moments: the first is now, the others are the ends of the months.
  private func lines(of bound: BoundRecordSet, at moments: [Instant]) throws -> [Forecast.Line] {
    let store = try context.stores.store(named: bound.recordSet.store)
    let conditions = moments.map { context.conditions(for: bound, now: $0) }
    // Rows that are done already come due no more.
    let changes = try StageChanges(context).trustedChanges(
      of: bound, on: context.schedule.timeZone.civilDate(at: moments[0]))
    let holds = try context.holds(for: bound)
    return try conditions[0].rules.enumerated().flatMap { index, rule in
      try rule.stages.filter { conditions[0].actions.contains($0.action) }.map { stage in
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
        return Forecast.Line(
          recordSet: bound.recordSet.name, rule: rule.id, action: stage.action,
          backlog: tallies[0].count, months: tallies.dropFirst().map(\.count),
          held: tallies.reduce(0) { $0 + $1.held })
      }
    }
  }
}
