internal import RecordStores
internal import SQLWords
internal import ServerStores

/// The statements that allow a role what a run needs, and nothing else.
struct PostgresGrants {
  /// The schema of tables that are named without one.
  let schema: String
  let role: String

  private var dialect: PostgresDialect { PostgresDialect(schema: schema) }

  func list(_ columns: some Sequence<String>) -> String { "(" + dialect.quoted(columns.sorted()) + ")" }

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
    "GRANT \(privileges.joined(separator: ", ")) ON \(dialect.table(table)) TO \(dialect.quoted(role))"
  }

  func finding(_ privileges: [String], on table: String) -> SchemaFinding {
    .notAllowed(table: table, rights: privileges, grant: grant(privileges, on: table))
  }

  /// Returns a finding with the GRANT that is lacking, of the rights to read or of the others.
  func findings(_ lacking: TableRights, selecting: Bool) -> [SchemaFinding] {
    let privileges = privileges(lacking).filter { $0.hasPrefix("SELECT") == selecting }
    return privileges.isEmpty ? [] : [finding(privileges, on: lacking.table)]
  }

  func grantUsage(of schema: String) -> String {
    "GRANT USAGE ON SCHEMA \(dialect.quoted(schema)) TO \(dialect.quoted(role))"
  }

  /// All that the role needs on these tables.
  func statements(_ rights: [TableRights]) -> [String] {
    let schemas = Set(rights.map { TableName($0.table).schema ?? schema }).sorted()
    return schemas.map(grantUsage) + rights.map { grant(privileges($0), on: $0.table) }
  }
}
