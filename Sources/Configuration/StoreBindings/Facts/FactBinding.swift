package import RecordStores

/// How a row shows which value a fact of its domain has.
///
/// Texts are equal if their bytes are, unless the administrator wrote `"compare": "as-the-column"`.
package indirect enum FactBinding: Hashable, Sendable {
  /// The column has the schedule's own words.
  case column(String, by: Predicate.TextEquality = .bytes)
  /// The column has other words: those that stand for each value, whole or by what they begin with.
  case values(column: String, [String: [FactWord]], by: Predicate.TextEquality = .bytes)
  /// A predicate for each value; more than one may be true.
  case cases([String: Predicate])
  /// Every row has this value.
  case always(String)
  /// The row that the record refers to shows it, in one of the first three ways. A record whose parent is not there has no word, as one whose column is null.
  case parent(RelatedRows, FactBinding)

  /// The rows that have the value.
  package func predicate(for value: String) -> Predicate {
    switch self {
    case .column(let column, let equality): .isOneOf(column: column, [.text(value)], by: equality)
    case .values(let column, let words, let equality):
      Self.predicate(column, words[value] ?? [], by: equality)
    case .cases(let predicates): predicates[value] ?? .never
    case .always(let only): only == value ? .always : .never
    case .parent(let rows, let inner): Predicate.some(rows, inner.predicate(for: value)).simplified
    }
  }

  private static func predicate(_ column: String, _ words: [FactWord], by equality: Predicate.TextEquality)
    -> Predicate
  {
    let whole = Predicate.isOneOf(column: column, words.compactMap(\.value), by: equality)
    let prefixes = words.compactMap(\.prefix)
    return prefixes.isEmpty
      ? whole : Predicate.any([whole] + prefixes.map { .startsWith(column: column, $0) }).simplified
  }

  /// The rows that have a word which stands for none of the values. A row without any word has none that could be mapped.
  package func unmapped(values: [String]) -> Predicate {
    switch self {
    case .column(let column, _), .values(let column, _, _):
      Predicate.all([.not(.isNull(column: column))] + values.map { .not(predicate(for: $0)) }).simplified
    case .cases, .always: .never
    case .parent(let rows, let inner): Predicate.some(rows, inner.unmapped(values: values)).simplified
    }
  }

  /// The rows that have one of the values, so that it is certain which rules apply. A null, or a word that stands for none of them, leaves it open.
  ///
  /// - Parameter values: the fact's, as the schedule has them.
  package func told(values: [String]) -> Predicate {
    // Of a row that is not there nothing is certain.
    if case .parent(let rows, let inner) = self {
      return Predicate.some(rows, inner.told(values: values)).simplified
    }
    let isTold = Predicate.any(values.map(predicate))
    let inDoubt: Set<String> =
      switch self {
      case .column(let column, _), .values(let column, _, _): [column]
      case .cases(let predicates):
        columns.subtracting(predicates.values.reduce(into: []) { $0.formUnion($1.askedForNull) })
      case .always, .parent: []
      }
    return Predicate.all([isTold] + inDoubt.sorted().map { .not(.isNull(column: $0)) }).simplified
  }

  /// Tells if no row can have two values.
  package var isSingleValued: Bool {
    switch self {
    case .always: true
    case .cases: false
    // A collation may make two words one.
    case .column(_, let equality): equality == .bytes
    case .values(_, let words, let equality):
      equality == .bytes && Self.areDifferent(words.values.flatMap(\.self).compactMap(\.value))
        && Self.areApart(words)
    // A record refers to one row at most.
    case .parent(_, let inner): inner.isSingleValued
    }
  }

  /// Tells if no word of a value begins with a prefix of another one.
  private static func areApart(_ words: [String: [FactWord]]) -> Bool {
    words.allSatisfy { value, own in
      own.compactMap(\.prefix).allSatisfy { prefix in
        words.allSatisfy { other, words in
          other == value || words.allSatisfy { !Self.mayBegin($0, with: prefix) }
        }
      }
    }
  }

  private static func mayBegin(_ word: FactWord, with prefix: String) -> Bool {
    switch word {
    case .prefix(let other): other.utf8.starts(with: prefix.utf8)
    case .value(.text(let text)): text.utf8.starts(with: prefix.utf8)
    // Digits are a text in a column of text.
    case .value(.integer(let number)): String(number).utf8.starts(with: prefix.utf8)
    case .value(.real), .value(.rawText): true
    case .value(.null), .value(.blob): false
    }
  }

  /// Tells if no two of the words can be one to a store, which may read `01` and 1 as one number.
  private static func areDifferent(_ words: [ColumnValue]) -> Bool {
    let numbers = words.compactMap { word -> Double? in
      switch word {
      case .integer(let number): Double(number)
      case .real(let number): number
      case .text(let text): Double(text)
      case .null, .rawText, .blob: nil
      }
    }
    return Set(words).count == words.count && Set(numbers).count == numbers.count
  }

  /// The words that a column is compared with.
  ///
  /// - Parameter vocabulary: the values of the fact, whose name is `fact`.
  package func words(of fact: String, vocabulary: [String]) -> [BoundWord] {
    let (column, words, equality): (String, [FactWord], Predicate.TextEquality)
    switch self {
    case .column(let name, let by):
      (column, words, equality) = (name, vocabulary.map { .value(.text($0)) }, by)
    case .values(let name, let other, let by):
      (column, words, equality) = (name, other.sorted { $0.key < $1.key }.flatMap(\.value), by)
    case .cases, .always: return []
    case .parent(let rows, let inner):
      return inner.words(of: fact, vocabulary: vocabulary).map { $0.inTable(rows.table) }
    }
    return words.map { BoundWord(fact: fact, column: column, word: $0, isExact: equality == .bytes) }
  }

  /// The columns of another table that tell it, and how a record refers to their row; nil for a fact of the record's own row.
  package var parent: ParentColumns? {
    if case .parent(let rows, let inner) = self {
      ParentColumns(rows: rows, columns: inner.columns)
    } else {
      nil
    }
  }

  /// Every column of the record's own table that it reads.
  var columns: Set<String> {
    switch self {
    case .column(let column, _), .values(let column, _, _): [column]
    case .cases(let predicates): predicates.values.reduce(into: []) { $0.formUnion($1.columns) }
    case .always: []
    case .parent(let rows, _): Set(rows.ownColumns)
    }
  }

  /// Returns for each word the rows that match it by the column's collation alone, and so no rule: `Court`, where the word is `court`.
  ///
  /// A survey can count them. Nothing of a run asks: it needs the whole table.
  ///
  /// - Parameter vocabulary: the fact's values.
  package func matchedByCollationAlone(_ vocabulary: [String]) -> [(word: String, rows: Predicate)] {
    switch self {
    case .column(let column, .bytes): vocabulary.map { ($0, Self.alone(column, $0)) }
    case .values(let column, let words, .bytes):
      words.values.flatMap(\.self).compactMap { word in
        if case .value(.text(let text)) = word { (text, Self.alone(column, text)) } else { nil }
      }.sorted { $0.word < $1.word }
    case .column, .values, .cases, .always: []
    case .parent(let rows, let inner):
      inner.matchedByCollationAlone(vocabulary).map { ($0.word, .some(rows, $0.rows)) }
    }
  }

  private static func alone(_ column: String, _ word: String) -> Predicate {
    .all([
      .compare(column: column, .equal, .text(word), by: .asTheColumn),
      .not(.compare(column: column, .equal, .text(word))),
    ])
  }
}
