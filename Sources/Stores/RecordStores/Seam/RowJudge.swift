package import Words

/// Judges rows a second time, while their change can still be undone: from the rows' own values, and not from the predicate that chose them.
///
/// It is the net under the store's answer: an operator of the schema that hides the server's own, a collation, a second parser of dates or an
/// index that is damaged can choose a row that no rule lets go.
package protocol RowJudge: Sendable {
  /// The events whose values it is given, in this order.
  var events: [EventColumn] { get }
  /// The events in other tables of which it is given what the related rows have, in this order.
  var related: [RelatedEvent] { get }
  /// The other columns whose values it is given, in this order.
  var columns: [String] { get }
  /// Returns the rule that does not agree with the change of a row, or nil if every rule does.
  func disagreement(_ row: JudgedRow) -> RuleID?
}

extension RowJudge {
  /// For a judge that asks of the record's own row alone.
  package var related: [RelatedEvent] { [] }
}

/// A row that is being changed, as it was before the change.
package struct JudgedRow: Sendable {
  /// In the order of `RowJudge.events`.
  package internal(set) var events: [EventValue]
  /// In the order of `RowJudge.related`.
  package internal(set) var related: [RelatedValues]
  /// In the order of `RowJudge.columns`.
  package internal(set) var values: [ColumnValue]
  /// For each of the values, whether texts of its column are equal if and only if their bytes are. To a server two spellings of one uuid or of
  /// one day are equal, too.
  package let comparesBytes: [Bool]

  /// - Parameter comparesBytes: true for each value unless it is given.
  package init(
    events: [EventValue], related: [RelatedValues] = [], values: [ColumnValue], comparesBytes: [Bool]? = nil
  ) {
    self.events = events
    self.related = related
    self.values = values
    self.comparesBytes = comparesBytes ?? values.map { _ in true }
  }
}
