/// A question about one row that every adapter can put in its engine's terms (decision 13).
///
/// Two-valued: a comparison with a null column is false, and `not` of it is true, whatever the engine's own logic
/// makes of null. It is a value, never text: nothing that a file says becomes SQL.
package indirect enum Predicate: Hashable, Sendable {
  case always
  case never
  case all([Predicate])
  case any([Predicate])
  case not(Predicate)
  /// The column is not null and compares so with the value. Text is less or greater by the column's own collation.
  case compare(column: String, Comparison, ColumnValue, by: TextEquality = .bytes)
  case isNull(column: String)
  /// The column is not null and equals one of the values.
  case isOneOf(column: String, [ColumnValue], by: TextEquality = .bytes)
  /// The column has a text that begins with this one, byte by byte. A number begins with nothing.
  case startsWith(column: String, String)
  case event(EventColumn, EventTest)
  /// There is a related row that counts and of which the predicate is true. The predicate reads the related row's columns alone, and asks of no row
  /// that is related to it in turn.
  case some(RelatedRows, Predicate)

  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  }

  /// When two texts are equal.
  package enum TextEquality: Hashable, Sendable {
    /// If their bytes are; those of a `char(n)` without its padding.
    case bytes
    /// If the column's type and collation say so: `court`, `COURT` and `court ` are one to many.
    case asTheColumn
  }

  /// The same question without needless levels: empty and single lists, constants, double negation.
  package var simplified: Predicate {
    switch self {
    case .all(let parts): Self.join(parts, neutral: .always, absorbing: .never, Predicate.all)
    case .any(let parts): Self.join(parts, neutral: .never, absorbing: .always, Predicate.any)
    case .not(let part):
      switch part.simplified {
      case .always: .never
      case .never: .always
      case .not(let inner): inner
      case let inner: .not(inner)
      }
    case .isOneOf(_, let values, _): values.isEmpty ? .never : self
    case .some(let rows, let part): part.simplified == .never ? .never : .some(rows, part.simplified)
    case .always, .never, .compare, .isNull, .startsWith, .event: self
    }
  }

  private static func join(
    _ parts: [Predicate], neutral: Predicate, absorbing: Predicate, _ make: ([Predicate]) -> Predicate
  ) -> Predicate {
    var kept: [Predicate] = []
    for part in parts.map(\.simplified) where part != neutral && !kept.contains(part) {
      if part == absorbing { return absorbing }
      kept.append(part)
    }
    return kept.isEmpty ? neutral : kept.count == 1 ? kept[0] : make(kept)
  }

  /// The same question with texts that are equal in that way.
  package func comparing(by equality: TextEquality) -> Predicate {
    switch self {
    case .all(let parts): .all(parts.map { $0.comparing(by: equality) })
    case .any(let parts): .any(parts.map { $0.comparing(by: equality) })
    case .not(let part): .not(part.comparing(by: equality))
    case .compare(let column, let comparison, let value, _):
      .compare(column: column, comparison, value, by: equality)
    case .isOneOf(let column, let values, _): .isOneOf(column: column, values, by: equality)
    case .always, .never, .isNull, .startsWith, .event, .some: self
    }
  }

  /// Tells if it asks somewhere whether a column is empty: null, or a text without characters.
  package var asksForEmpty: Bool {
    switch self {
    case .isNull: true
    case .compare(_, let comparison, .text(""), _): comparison == .equal
    case .isOneOf(_, let values, _): values.contains(.text(""))
    case .all(let parts), .any(let parts): parts.contains(where: \.asksForEmpty)
    case .not(let part): part.asksForEmpty
    case .always, .never, .compare, .startsWith, .event, .some: false
    }
  }

  /// Every column of the record's own table that the predicate reads.
  package var columns: Set<String> {
    switch self {
    case .always, .never: []
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.columns) }
    case .not(let part): part.columns
    case .compare(let column, _, _, _), .isNull(let column), .isOneOf(let column, _, _),
      .startsWith(let column, _):
      [column]
    case .event(let event, _): [event.column]
    case .some(let rows, _): Set(rows.ownColumns)
    }
  }
}
