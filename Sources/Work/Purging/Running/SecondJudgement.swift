internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Judges the rows of a batch once more, in Swift, from the rules and the rows' own dates and facts (decision 63).
///
/// A row may be changed if the stage has come under every rule that applies to it, and if the rule of the batch is one of them. Which rules apply is
/// told by the bytes of its facts, those of the row that it refers to as the batch read them under its lock (decision 237). What only the store can tell (`Predicate.answer`) is taken as the store's answer: the batch's rule applies then,
/// another rule does not, and an event of which only the store can tell whether it ever was is taken not to have been.
struct SecondJudgement: RowJudge {
  let events: [EventColumn]
  let related: [RelatedEvent]
  let columns: [String]
  private let places: [String: Place]
  private let conditions: DueConditions
  private let action: StageAction
  /// The rule whose batch it is, by its place in `conditions`.
  private let rule: Int

  /// Where in a judged row an event's values are.
  private struct Place {
    let fold: EventFold
    /// Among `events`.
    let own: Int?
    /// Among `related`.
    let related: Int?
  }

  init(_ conditions: DueConditions, action: StageAction, rule: Int) {
    let rules = conditions.rules
    let used = Set(rules.flatMap { $0.trigger?.events ?? [] })
    let bound = conditions.bound.events.filter { used.contains($0.key) }.sorted { $0.key < $1.key }
    var events: [EventColumn] = []
    var related: [RelatedEvent] = []
    var places: [String: Place] = [:]
    for (name, event) in bound {
      places[name] = Place(
        fold: EventFold(event, conditions), own: event.ownDates.isEmpty ? nil : events.count,
        related: event.related.map { _ in related.count })
      events += event.ownDates
      if let other = event.related { related.append(other) }
    }
    let applies = rules.indices.map(conditions.appliesPredicate)
    let asked = applies.reduce(into: Set()) { $0.formUnion($1.relatedRows) }
    // Behind the events, whose places are known.
    related += conditions.bound.recordSet.parents.filter { asked.contains($0.rows) }.map(
      RelatedEvent.init(reading:))
    (self.events, self.related, self.places) = (events, related, places)
    columns = Set(applies.flatMap(\.columns) + bound.flatMap(\.value.neverWas.columns)).sorted()
    self.conditions = conditions
    self.action = action
    self.rule = rule
  }

  func disagreement(_ row: JudgedRow) -> RuleID? {
    for index in conditions.rules.indices {
      let applies = conditions.appliesPredicate(index).answer(
        about: row, columns: columns, related: related)
      if index == rule, applies == false { return conditions.rules[index].id }
      guard applies ?? (index == rule) else { continue }
      guard hasCome(conditions.rules[index], row) else { return conditions.rules[index].id }
    }
    return nil
  }

  private func hasCome(_ rule: Rule, _ row: JudgedRow) -> Bool {
    guard let stage = rule.firstStage(atLeast: action), let trigger = rule.trigger else { return false }
    let date = trigger.date { name in
      guard let place = places[name] else { return .missing }
      return place.fold.date(
        related: place.related.map { row.related[$0].values } ?? [], own: place.own.map { row.events[$0] },
        neverWas: place.fold.event.neverWas.answer(about: row, columns: columns) ?? true)
    }
    return stage.moment.due(after: date).map(conditions.hasCome) ?? false
  }
}
