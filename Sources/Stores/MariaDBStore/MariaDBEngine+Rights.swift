internal import MariaDB
internal import RecordStores
internal import SQLWords
internal import ServerStores

/// What the account may do, tried: the server explains a statement, which changes nothing, and says whether the account may make it. So roles, patterns of
/// names and rights on columns count as they do in a run.
extension MariaDBCatalogue {
  func lacking(_ rights: TableRights) throws -> (toRead: [SchemaFinding], toChange: [SchemaFinding]) {
    let grants = MariaDBGrants(database: engine.dialect.database, account: try engine.account())
    func finding(_ privileges: [String]) -> [SchemaFinding] {
      privileges.isEmpty
        ? []
        : [
          .notAllowed(
            table: rights.table, rights: privileges, grant: grants.grant(privileges, on: rights.table))
        ]
    }
    let table = engine.dialect.table(rights.table)
    guard try engine.may("SELECT * FROM \(table) WHERE 1 = 0") else {
      var all = rights
      all.reads = nil
      return (finding(["SELECT"]), finding(grants.privileges(all).filter { $0 != "SELECT" }))
    }
    let columns = try columns(of: rights.table).filter { !$0.isGenerated }
    guard let first = columns.first.map({ engine.dialect.quoted($0.name) }) else { return ([], []) }
    return try engine.probing {
      var lacking = TableRights(table: rights.table, reads: nil)
      lacking.deletes = try rights.deletes && !engine.may("DELETE FROM \(table) WHERE 1 = 0")
      lacking.inserts = try rights.inserts && !engine.may("INSERT INTO \(table) (\(first)) VALUES (DEFAULT)")
      let updates = MariaDBGrants.updates(rights)
      lacking.updates = try updates.filter { column in
        guard columns.contains(where: { $0.name == column }) else { return false }
        let name = engine.dialect.quoted(column)
        return try !engine.may("UPDATE \(table) SET \(name) = \(name) WHERE 1 = 0")
      }
      var privileges = grants.privileges(lacking).filter { $0 != "SELECT" }
      // MySQL asks another right than SELECT for a lock.
      if rights.locks != nil, try !engine.may("SELECT 1 FROM \(table) WHERE 1 = 0 FOR UPDATE"),
        privileges.isEmpty
      {
        privileges = ["UPDATE"]
      }
      return ([], finding(privileges))
    }
  }

  func excess(on table: String) throws -> [SchemaFinding] {
    guard try engine.excess().isEmpty else { return [] }
    let lacking = Set(try engine.lackingPrivileges(["ALTER", "DROP"], on: table))
    let held = ["ALTER", "DROP"].filter { !lacking.contains($0) }
    guard !held.isEmpty else { return [] }
    return [
      .other(
        table: table, message: "the account of stores.json has \(held.joined(separator: " and ")) on it",
        remedy: "use an account with what `retentiond grants` prints, and nothing else")
    ]
  }

  // MARK: What refuses rows

  func constraints(of table: String) throws -> [CatalogueConstraint] {
    // An index over the beginning of a column, and one that is made over a hash.
    let indexes = Dictionary(
      grouping: try rows(
        """
        SELECT index_name, column_name, sub_part, index_type FROM information_schema.statistics
        WHERE table_schema = ? AND table_name = ? AND non_unique = 0 ORDER BY index_name, seq_in_index
        """, table)
    ) { $0[0] ?? "" }.filter { _, rows in
      rows.contains { $0[2] != nil || $0[3] != "BTREE" || $0[1] == nil }
    }.map { name, rows -> CatalogueConstraint in
      let parts = rows.map { row -> String in
        let length = row[2].map { "(\($0))" } ?? ""
        return (row[1] ?? "an expression") + length
      }
      return CatalogueConstraint(
        name: name, kind: .unique(nullsAreAlike: false), columns: Set(rows.compactMap { $0[1] }),
        definition: parts.joined(separator: ", "))
    }
    guard engine.dialect.kind.showsChecks else { return indexes }
    let checks = try rows(
      """
      SELECT constraint_name, check_clause, level FROM information_schema.check_constraints
      WHERE constraint_schema = ? AND table_name = ? ORDER BY constraint_name
      """, table
    ).map { row in
      let clause = row[1] ?? ""
      let columns = Self.names(in: clause)
      return CatalogueConstraint(
        name: row[0] ?? "", kind: .check(isNotNull: columns.contains { clause == "`\($0)` is not null" }),
        columns: columns, definition: clause)
    }
    return (indexes + checks).sorted { ($0.name, $0.definition) < ($1.name, $1.definition) }
  }
}

extension MariaDBEngine {
  /// The account that the server took us for, as GRANT has it.
  func account() throws(ServerError) -> MariaDBAccount {
    var account = ""
    try asking { account = try answer("SELECT CURRENT_USER()") }
    return MariaDBAccount(shown: account)
  }

  /// Runs a body in which a session that only reads may ask about changes, too: the server would refuse to explain them.
  func probing<Result>(_ body: () throws -> Result) throws -> Result {
    guard settings.isReadOnly else { return try body() }
    try asking { try connection.run("SET SESSION TRANSACTION READ WRITE") }
    let result = Swift.Result { try body() }
    try asking { try connection.run("SET SESSION TRANSACTION READ ONLY") }
    return try result.get()
  }

  /// Tells if the account may make a statement, which is explained and not made.
  func may(_ statement: String) throws(ServerError) -> Bool {
    do {
      try asking { try connection.run("EXPLAIN \(statement)") }
      return true
    } catch {
      switch error {
      case .other(code: "1044", message: _), .other(code: "1142", message: _),
        .other(code: "1143", message: _):
        return false
      case .lost, .interrupted, .timedOut: throw error
      // What else is wrong with it is found elsewhere.
      default: return true
      }
    }
  }

  func excess() throws(ServerError) -> [String] {
    var lines: [String] = []
    try asking {
      try connection.query("SHOW GRANTS") { row in lines.append(MariaDBCatalogue.text(row.value(0)) ?? "") }
    }
    var excess: [String] = []
    let onAll = lines.filter { $0.contains(" ON *.* TO ") }
    if onAll.contains(where: { $0.hasPrefix("GRANT ALL PRIVILEGES ") || $0.contains("SUPER") }) {
      excess.append(
        "the account \(try account().sql) may do everything on the server: use one with what `retentiond grants` prints"
      )
    } else if lines.contains(where: { $0.contains(" WITH GRANT OPTION") }) {
      excess.append(
        "the account \(try account().sql) may give its rights to others (GRANT OPTION): use one with what `retentiond grants` prints"
      )
    }
    return excess
  }
}
