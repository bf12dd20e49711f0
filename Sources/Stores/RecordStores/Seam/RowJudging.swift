internal import Words

/// Shows the rows of one batch to the judge of its selection. An adapter asks it on every way on which it changes rows of a record set, for each
/// row and with the values from before the change; rows of other tables that go with them are not judged.
package final class RowJudging {
  /// The columns to read of each row, in order. One may stand twice.
  package let columns: [String]
  private let judge: any RowJudge
  private let decoders: [(ColumnValue) -> EventValue]
  private let store: StoreName
  private let recordSet: RecordSetName
  private var row: JudgedRow
  /// The values of the last row. Rows come in the order of their dates, so that many are judged as the one before.
  private var last: [ColumnValue] = []
  /// The events in other tables, whose values come with each row.
  package let related: [RelatedEvent]

  /// Nil if the selection has no judge.
  ///
  /// - Parameters:
  ///   - comparesBytes: whether texts of a column are equal if and only if their bytes are.
  ///   - decoder: what reads an event's value as the store hands it over; the event's own reading by itself.
  package init?(
    _ selection: Selection, comparesBytes: (String) -> Bool = { _ in true },
    decoder: (EventColumn) -> (ColumnValue) -> EventValue = { event in { event.value(of: $0) } }
  ) {
    guard let judge = selection.judge else { return nil }
    self.judge = judge
    store = selection.recordSet.store
    recordSet = selection.recordSet.name
    columns = judge.events.map(\.column) + judge.columns
    related = judge.related
    decoders = judge.events.map(decoder)
    row = JudgedRow(
      events: judge.events.map { _ in .missing }, related: judge.related.map { _ in RelatedValues() },
      values: judge.columns.map { _ in .null },
      comparesBytes: judge.columns.map(comparesBytes))
  }

  /// Judges one row.
  ///
  /// - Parameters:
  ///   - others: what the rows that are related to it have, in the order of `related`.
  ///   - value: the row's value of the column at that place of `columns`.
  /// - Throws: `StoreError.disagreement`, after which the adapter rolls the batch back.
  package func judge(
    relatedTo others: [RelatedValues] = [], _ value: (Int) -> ColumnValue
  ) throws(StoreError) {
    // Of two rows that are equal in themselves one may have later rows that refer to it.
    let isSame = isAsTheLast(value)
    guard !isSame || row.related != others else { return }
    guard others.count == related.count else {
      last = []
      throw .engine(
        store: store, code: "related",
        message: "a row came to its judge without the rows that are related to it")
    }
    row.related = others
    for place in decoders.indices { row.events[place] = decoders[place](last[place]) }
    for place in row.values.indices { row.values[place] = last[decoders.count + place] }
    if let rule = judge.disagreement(row) {
      // The next row, if there is one, must not pass for being like this one.
      last = []
      throw .disagreement(store: store, recordSet: recordSet, rule: rule)
    }
  }

  private func isAsTheLast(_ value: (Int) -> ColumnValue) -> Bool {
    guard last.count == columns.count, !columns.isEmpty else {
      last = columns.indices.map(value)
      return false
    }
    var isSame = true
    for place in columns.indices {
      let value = value(place)
      guard value != last[place] else { continue }
      last[place] = value
      isSame = false
    }
    return isSame
  }
}
