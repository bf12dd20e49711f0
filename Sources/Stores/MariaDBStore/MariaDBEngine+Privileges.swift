internal import MariaDB
internal import RecordStores
internal import ServerStores

/// What the account may do, and what the server shows it: information_schema is silent of what an account has no rights on.
extension MariaDBEngine {
  /// Returns those of some privileges on a table that neither the account nor a role of it has.
  func lackingPrivileges(_ privileges: [String], on table: String) throws(ServerError) -> [String] {
    let place = dialect.place(of: table)
    var held: Set<String> = []
    for grant in try grants() where try covers(grant, place) {
      // A table's own grants do not have what is the database's.
      held.formUnion(
        grant.privileges.contains("ALL PRIVILEGES")
          ? privileges.filter { $0 != "LOCK TABLES" || grant.table == nil } : grant.privileges)
    }
    return privileges.filter { !held.contains($0) }
  }

  private struct Grant {
    let privileges: [String]
    /// A pattern if no table is named; nil for all.
    let database: String?
    let table: String?
  }

  /// What the server says of the account and its roles; the tables of information_schema leave roles out.
  private func grants() throws(ServerError) -> [Grant] {
    var lines: [String] = []
    try asking {
      try connection.query("SHOW GRANTS") { row in lines.append(MariaDBCatalogue.text(row.value(0)) ?? "") }
    }
    return lines.compactMap(Self.grant)
  }

  /// Nil for a grant of a role, or on a routine, which has a word before the name.
  private static func grant(_ line: String) -> Grant? {
    let form = #/GRANT (.+?) ON (?:\*|`((?:[^`]|``)*)`)\.(?:\*|`((?:[^`]|``)*)`) TO .*/#
    guard let found = line.wholeMatch(of: form)?.output else { return nil }
    // Rights on some columns are not rights on the table.
    let words = String(found.1).replacing(#/[A-Z ]+\([^)]*\)/#, with: "")
    let privileges = words.split(separator: ",").map { word in
      word.split(separator: " ").joined(separator: " ")
    }
    return Grant(
      privileges: privileges, database: found.2.map { String($0).replacing("``", with: "`") },
      table: found.3.map { String($0).replacing("``", with: "`") })
  }

  private func covers(_ grant: Grant, _ place: (database: String, table: String)) throws(ServerError) -> Bool
  {
    guard let database = grant.database else { return true }
    if let table = grant.table { return database == place.database && table == place.table }
    var isLike = false
    try asking {
      try connection.query(
        "SELECT CAST(? AS CHAR) COLLATE utf8mb4_bin LIKE ?",
        [place.database, database].map { .bytes(Array($0.utf8), isText: true) }
      ) { isLike = MariaDBCatalogue.text($0.value(0)) == "1" }
    }
    return isLike
  }

  // MARK: References

  /// One column of a foreign key as InnoDB has it, which knows them all.
  struct InnoDBReference: Hashable {
    let name: String
    let database: String
    let table: String
    let column: String
    let parentColumn: String
    let onDelete: String
  }

  /// Every foreign key that refers to the table; nil where the account may not look.
  func innoDBReferences(to table: String) throws(ServerError) -> [InnoDBReference]? {
    let place = dialect.place(of: table)
    let (_, keys, columns) = dialect.kind.innoDBTables
    // Names are written as those of files are.
    func name(_ part: Int) -> String {
      "CONVERT(CONVERT(CAST(SUBSTRING_INDEX(f.for_name, '/', \(part)) AS BINARY) USING filename) USING utf8mb4)"
    }
    func file(_ mark: String) -> String { "CAST(CONVERT(\(mark) USING filename) AS BINARY)" }
    var found: [InnoDBReference] = []
    do {
      try asking {
        try connection.query(
          """
          SELECT f.id, \(name(1)), \(name(-1)), c.for_col_name, c.ref_col_name,
            CASE WHEN f.type & 1 THEN 'CASCADE' WHEN f.type & 2 THEN 'SET NULL' WHEN f.type & 16 THEN 'NO ACTION' ELSE 'RESTRICT' END
          FROM information_schema.\(keys) f JOIN information_schema.\(columns) c ON c.id = f.id
          WHERE f.ref_name = CONCAT(\(file("?")), '/', \(file("?"))) ORDER BY f.id, c.pos
          """, [place.database, place.table].map { .bytes(Array($0.utf8), isText: true) }
        ) { row in
          let texts = (0..<row.count).map { MariaDBCatalogue.text(row.value($0)) ?? "" }
          found.append(
            InnoDBReference(
              name: texts[0], database: texts[1], table: texts[2], column: texts[3], parentColumn: texts[4],
              onDelete: texts[5]))
        }
      }
      return found
    } catch .other(code: "1227", message: _) {
      return nil
    }
  }
}

extension MariaDBCatalogue {
  func unseen(of table: String, events: Set<TableEvent>) throws -> [SchemaFinding] {
    let account = try engine.account().sql
    var findings: [SchemaFinding] = []
    if try !engine.lackingPrivileges(["TRIGGER"], on: table).isEmpty {
      findings.append(
        .other(
          table: table,
          message:
            "the account lacks TRIGGER, without which not every server shows what a change would set off",
          remedy:
            "GRANT TRIGGER ON \(engine.dialect.table(table)) TO \(account)"))
    }
    if events.contains(.delete), try engine.innoDBReferences(to: table) == nil {
      findings.append(
        .other(
          table: table,
          message:
            "the account lacks PROCESS, without which a reference from a table that it has no rights on cannot be seen, nor what would "
            + "be deleted by way of it",
          remedy: "GRANT PROCESS ON *.* TO \(account)"))
    }
    return findings
  }

  /// References of tables that information_schema does not show to this account.
  func hiddenReferences(to table: String, besides known: [CatalogueReference]) throws -> [CatalogueReference]
  {
    let rows = try engine.innoDBReferences(to: table) ?? []
    return Dictionary(grouping: rows, by: \.name).sorted { $0.key < $1.key }.compactMap { _, rows in
      let place = rows[0].database == engine.dialect.database ? nil : rows[0].database
      let child = TableName(schema: place, table: rows[0].table).text
      let columns = rows.map(\.column)
      guard !known.contains(where: { $0.table.lowercased() == child.lowercased() && $0.columns == columns })
      else { return nil }
      return CatalogueReference(
        table: child, columns: columns, parentColumns: rows.map(\.parentColumn), onDelete: rows[0].onDelete)
    }
  }
}
