package import RecordStores
internal import SQLWords

/// Reads the rows that are related to records on a server.
struct ServerRelated {
  let store: ServerStore
  /// The records' own.
  let rows: ServerRows

  /// One row that is related to a record.
  struct Found {
    /// The record's place in the list that was asked about.
    let place: Int
    let row: RelatedRow
  }

  /// Reads the rows that are related to some records, whether or not they count.
  ///
  /// Under a lock all of them are locked until the transaction ends, also those that do not count: what is a draft now could be an invoice in a moment. Each
  /// column of the date and of the condition is read: MariaDB locks of a row no more than the index that answers, and an update of another column would get
  /// through. Nobody's lock is waited for: whoever has it may wait for ours.
  ///
  /// - Parameters:
  ///   - own: of each record the values of `RelatedRows.ownColumns`; with a null nothing is related to it.
  ///   - others: columns that are read for the lock's sake alone.
  func read(
    _ event: RelatedEvent, of own: [[ColumnValue]], locks: Bool, reading others: Set<String> = [],
    key: [String] = []
  ) throws -> [Found] {
    let asked = own.enumerated().filter { !$0.element.contains(.null) }
    guard !asked.isEmpty else { return [] }
    let condition = event.rows.condition
    let tested = condition.columns.sorted()
    let more = others.subtracting(tested).subtracting([event.date.column] + event.columns).sorted()
    let related = try store.rows(
      RecordSet(name: rows.recordSet.name, store: rows.recordSet.store, table: event.rows.table, key: []),
      rows.engine)
    let date = related.conditions.event(event.date)
    var question = ReferringRows(
      table: event.rows.table, columns: event.rows.theirColumns, parents: asked.map(\.element),
      reading: [event.date.column] + tested + event.columns + key + more, predicate: condition,
      isUpwards: true,
      waitsForLocks: false)
    question.bound = event.bound(records: asked.count, of: rows.recordSet)
    let found = try ServerDependents(store: store, rows: rows).referring(question, locks: locks)
    return found.map { row in
      let answer = condition.answer { name in
        tested.firstIndex(of: name).map {
          (row.values[1 + $0], related.comparesBytes(name))
        }
      }
      let rest = row.values.dropFirst(1 + tested.count)
      return Found(
        place: asked[row.parent].offset,
        row: RelatedRow(
          key: Array(rest.dropFirst(event.columns.count).prefix(key.count)),
          value: date.value(of: row.values[0]), counts: answer ?? row.matches,
          columns: zip(event.columns, rest).map {
            RelatedColumn($1, comparesBytes: related.comparesBytes($0))
          }))
    }
  }
}

extension ServerStore {
  package func related(_ events: [RelatedEvent], to key: [UInt8], of recordSet: RecordSet)
    throws(StoreError) -> [[RelatedRow]]
  {
    guard !events.isEmpty else { return [] }
    return try reading(recordSet) { engine in
      let rows = try rows(recordSet, engine)
      let columns = Set(events.flatMap(\.rows.ownColumns)).sorted()
      var list = KeyList()
      list.append(key[...])
      var own: [ColumnValue]?
      try engine.query(
        """
        SELECT \(rows.names(columns)) FROM \(rows.table) AS t \
        JOIN \(try rows.list(recordSet.key, [list.values(at: 0, store: name)])) ON \(try rows.isListed())
        """
      ) { own = $0 }
      guard let own else { return events.map { _ in [] } }
      return try events.map { event in
        let values = event.rows.ownColumns.compactMap { column in
          columns.firstIndex(of: column).map { own[$0] }
        }
        return try ServerRelated(store: self, rows: rows).read(
          event, of: [values], locks: false,
          key: event.columns.isEmpty
            ? try primaryKey(of: event.rows.table, engine) : event.rows.theirColumns
        ).map(\.row)
      }
    }
  }
}
