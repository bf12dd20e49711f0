internal import RecordStores
internal import ServerStores

/// The statements that allow a role what a run needs, and nothing else.
struct PostgresGrants {
  /// The schema of tables that are named without one.
  let schema: String
  let role: String

  private func quoted(_ name: String) -> String { "\"" + name.doubling("\"") + "\"" }

  func list(_ columns: some Sequence<String>) -> String {
    "(" + columns.sorted().map(quoted).joined(separator: ", ") + ")"
  }

  /// The columns that say where a row is: by its place it is changed. Whoever may read the whole table may read them.
  func placeColumns(_ rights: TableRights) -> [String] {
    rights.reads != nil && (rights.changes && !rights.inserts || rights.locks != nil)
      ? ["ctid", "tableoid"] : []
  }

  /// The privileges, as GRANT names them.
  func privileges(_ rights: TableRights) -> [String] {
    return [rights.reads.map { "SELECT " + list($0.union(placeColumns(rights))) } ?? "SELECT"]
      + (rights.inserts ? ["INSERT"] : [])
      + (rights.written.isEmpty ? [] : ["UPDATE " + list(rights.written)])
      + (rights.deletes ? ["DELETE"] : [])
  }

  func grant(_ privileges: [String], on table: String) -> String {
    let name = TableName(table)
    return
      "GRANT \(privileges.joined(separator: ", ")) ON \(quoted(name.schema ?? schema)).\(quoted(name.table)) TO \(quoted(role))"
  }

  func grantUsage(of schema: String) -> String {
    "GRANT USAGE ON SCHEMA \(quoted(schema)) TO \(quoted(role))"
  }

  /// All that the role needs on these tables.
  func statements(_ rights: [TableRights]) -> [String] {
    let schemas = Set(rights.map { TableName($0.table).schema ?? schema }).sorted()
    return schemas.map(grantUsage) + rights.map { grant(privileges($0), on: $0.table) }
  }
}
