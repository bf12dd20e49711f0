/// The rows of dependents that are changed with a batch's records, by table: their keys, and whom they are about.
package struct DependentRows: Sendable {
  /// The rows of one table.
  package struct Table: Sendable {
    package fileprivate(set) var keys = KeyList()
    /// The tags of their subjects, or of their record's where they have none.
    package fileprivate(set) var subjects: [UInt64?] = []
  }

  package private(set) var tables: [String: Table] = [:]

  package init() {}

  package var count: Int { tables.values.reduce(0) { $0 + $1.keys.count } }

  /// The tables' names, in the order that evidence has them in.
  package var names: [String] { Self.inEvidenceOrder(tables.keys) }

  /// The tables' names in the order that evidence has them in: by their bytes.
  package static func inEvidenceOrder(_ names: some Sequence<String>) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package mutating func append(key: some Sequence<ColumnValue>, subject: UInt64?, of table: String) {
    tables[table, default: Table()].keys.append(key: key)
    tables[table, default: Table()].subjects.append(subject)
  }

  /// - Returns: a table of which another number of rows was changed than are listed; nil if there is none.
  package func difference(from changed: [String: Int]) -> String? {
    Set(changed.keys).union(tables.keys).sorted().first {
      changed[$0] ?? 0 != tables[$0]?.keys.count ?? 0
    }
  }

  /// Leaves no more than the first so many rows of a table.
  package mutating func cut(_ table: String, to count: Int) {
    guard let rows = tables[table], rows.keys.count > count else { return }
    var kept = Table()
    for index in 0..<count { kept.keys.append(rows.keys[index]) }
    kept.subjects = Array(rows.subjects.prefix(count))
    tables[table] = kept
  }
}
