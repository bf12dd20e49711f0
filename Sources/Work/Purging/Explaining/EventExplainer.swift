internal import AuditJournal
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Explains what one record has of each event, with the row that decides where there are several.
struct EventExplainer {
  let conditions: DueConditions
  let store: any RecordStore

  private var bound: BoundRecordSet { conditions.bound }
  /// In the order of their names.
  private var events: [(key: String, value: BoundEvent)] { bound.events.sorted { $0.key < $1.key } }

  /// What the store is asked about the record: whether each event never was.
  var predicates: [Predicate] { events.map(\.value.never) }
  /// The columns that the store is asked about.
  var columns: [EventColumn] { events.flatMap(\.value.ownDates) }

  /// - Parameters:
  ///   - values: in the order of `columns`.
  ///   - nevers: in the order of `predicates`.
  func explain(key: [UInt8], values: [EventValue], nevers: [Bool]) throws(StoreError) -> [ExplainedEvent] {
    let related = try store.related(events.compactMap(\.value.related), to: key, of: bound.recordSet)
    var (values, rows) = (values[...], related[...])
    var explained: [ExplainedEvent] = []
    for ((name, event), neverWas) in zip(events, nevers) {
      let own = event.ownDates.isEmpty ? nil : values.popFirst()
      let others = event.related == nil ? [] : rows.popFirst() ?? []
      explained.append(explain(name, event, own: own, rows: others, neverWas: neverWas))
    }
    return explained
  }

  private func explain(
    _ name: String, _ event: BoundEvent, own: EventValue?, rows: [RelatedRow], neverWas: Bool
  ) -> ExplainedEvent {
    let counting = rows.filter(\.counts)
    let fold = EventFold(event, conditions)
    let date = fold.date(related: Set(counting.map(\.value)), own: own, neverWas: neverWas)
    guard let related = event.related, !counting.isEmpty || event.ownDates.isEmpty else {
      let column = event.ownDates[0]
      let value = own ?? .missing
      return ExplainedEvent(
        event: name, column: column.column, value: value, neverWas: neverWas,
        doubt: DueConditions.doubt(about: value, of: column, within: conditions.days(of: column)), date: date,
        related: event.related.map { Self.relation($0, rows, deciding: nil) })
    }
    // The row that has the date by itself.
    let deciding = counting.first { fold.date(related: [$0.value], own: nil, neverWas: false) == date }
    let value = deciding?.value ?? .missing
    return ExplainedEvent(
      event: name, column: "\(related.rows.table).\(related.date.column)", value: value, neverWas: neverWas,
      doubt: DueConditions.doubt(
        about: value, of: related.date, within: conditions.days(of: related.date)), date: date,
      related: Self.relation(related, rows, deciding: deciding))
  }

  private static func relation(_ event: RelatedEvent, _ rows: [RelatedRow], deciding: RelatedRow?)
    -> ExplainedRelation
  {
    let counting = rows.count(where: \.counts)
    return ExplainedRelation(
      table: event.rows.table, choice: event.choice, rows: counting, others: rows.count - counting,
      deciding: deciding.flatMap { $0.key.isEmpty ? nil : $0.key })
  }
}
