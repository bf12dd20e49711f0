internal import RecordStores
internal import SQLWords
internal import SQLite

/// Conditions on a table of a SQLite file, whose values have types and whose columns have affinities. Every comparison with a trigger column can use an
/// index.
struct SQLiteConditions: TableConditions {
  /// The table's name within the statement, in quotes if it needs them.
  let alias: String
  /// The columns without a type, in small letters. SQLite tells a number from its digits there, and for us they are one word.
  var untyped: Set<String> = []
  /// The same of the other tables that are asked about.
  var untypedRelated: [String: Set<String>] = [:]

  var dialect: any SQLDialect { sqlite }

  func name(_ column: String) -> SQLText { SQLText("\(alias).\(sqlite.quoted(column))") }

  func related(_ rows: RelatedRows) -> SQLiteConditions {
    SQLiteConditions(alias: Self.relatedName, untyped: untypedRelated[rows.table] ?? [])
  }

  /// The collation and affinity of the column on the left decide.
  func refers(_ theirs: String, to own: String, of record: SQLiteConditions) -> SQLText {
    "\(name(theirs)) = \(record.name(own))"
  }

  /// The first comparison goes by the column's collation, which its index has; the second by bytes. Both go by the column's affinity, as the
  /// application's own do.
  func isOneOf(
    _ column: String, _ values: [ColumnValue], by equality: Predicate.TextEquality
  ) -> SQLText {
    let name = name(column)
    // Two values in a list would cost a column with a type the order of its index.
    var values = untyped.contains(column.lowercased()) ? values.flatMap(Self.spellings) : values
    // Bytes of which there are none are as empty as a text without characters.
    if values.contains(.text("")) { values.append(.blob([])) }
    let list: SQLText = values.count == 1 ? "= \(value: values[0])" : "IN (\(SQLText.values(values)))"
    return switch equality {
    case .asTheColumn: "(\(name) IS NOT NULL AND \(name) \(list))"
    case .bytes: "(\(name) IS NOT NULL AND \(name) \(list) AND \(name) COLLATE BINARY \(list))"
    }
  }

  /// A number and its digits.
  private static func spellings(of value: ColumnValue) -> [ColumnValue] {
    switch value {
    case .integer(let number): [value, .text(String(number))]
    case .real(let number): [value, .text(number.description)]
    case .text(let text):
      if let number = Int64(text), String(number) == text {
        [value, .integer(number)]
      } else if let number = Double(text), number.description == text {
        [value, .real(number)]
      } else {
        [value]
      }
    case .null, .rawText, .blob: [value]
    }
  }

  func compare(_ column: String, _ sign: String, _ value: ColumnValue) -> SQLText {
    "\(name(column)) \(sign) \(value: value)"
  }

  func startsWith(_ column: String, _ prefix: String) -> SQLText {
    let (name, bytes) = (name(column), SQLText("CAST(\(value: .text(prefix)) AS BLOB)"))
    // IS, since a part of nothing is null.
    return "(typeof(\(name)) = 'text' AND substr(CAST(\(name) AS BLOB), 1, length(\(bytes))) IS \(bytes))"
  }

  func event(_ event: EventColumn) -> SQLiteEventConditions {
    SQLiteEventConditions(event, alias: alias)
  }
}

extension SQLiteConditions {
  /// The conditions by which a table is asked these predicates.
  ///
  /// - Parameter alias: what the statement calls the table; nil for its own name.
  init(_ table: String, as alias: String? = nil, asking predicates: [Predicate], on connection: Connection)
    throws
  {
    func untyped(_ table: String) throws -> Set<String> {
      let columns = try SQLiteCatalogue(connection: connection).columns(of: table)
      return Set(columns.filter { $0.content == .anything }.map { $0.name.lowercased() })
    }
    // What asks nothing of a column needs none.
    let isAsked = predicates.contains { !$0.columns.isEmpty }
    self.init(alias: alias ?? sqlite.quoted(table), untyped: isAsked ? try untyped(table) : [])
    for other in predicates.reduce(into: Set(), { $0.formUnion($1.relatedTables) }) {
      untypedRelated[other] = try untyped(other)
    }
  }
}
