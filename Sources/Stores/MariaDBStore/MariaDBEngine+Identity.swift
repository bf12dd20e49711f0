internal import MariaDB
internal import RecordStores
internal import ServerStores

/// Tells which server, or which cluster, and which database a connection leads to.
extension MariaDBEngine {
  /// A server has no number that lasts: `server_uid` is made of its machine's network address, which another card changes, and two servers without a port
  /// on one machine have the same. So it is told by its machine's name, its port and the folder of its data. A replica is another server; the nodes of a Galera cluster are one.
  /// If stores.json names several servers that are no such cluster, each of them is the store, and only the database's name is left to tell it.
  func identity() throws(ServerError) -> StoreIdentity {
    var facts: [String: String] = [:]
    try asking {
      if isCluster {
        try connection.query("SHOW GLOBAL STATUS LIKE 'wsrep\\_cluster\\_state\\_uuid'") { row in
          facts["cluster"] = MariaDBCatalogue.text(row.value(1))
        }
      }
      let variables = isCluster || settings.hasReplicas ? [] : try identifyingVariables()
      let values = ["DATABASE()"] + variables.map { "@@global.\($0)" }
      try connection.query("SELECT \(values.map { "CAST(\($0) AS CHAR)" }.joined(separator: ", "))") { row in
        facts["database"] = MariaDBCatalogue.text(row.value(0))
        for (place, name) in variables.enumerated() {
          facts[Self.factNames[name] ?? name] = MariaDBCatalogue.text(row.value(place + 1))
        }
      }
    }
    return StoreIdentity(facts)
  }

  /// MySQL has a number, which lies in the folder of its data.
  private static let factNames = ["server_uuid": "server", "hostname": "host", "datadir": "folder"]

  private func identifyingVariables() throws -> [String] {
    if let identifying { return identifying }
    var found: Set<String> = []
    try connection.query(
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('server_uuid', 'hostname', 'datadir', 'port')"
    ) { row in if let name = MariaDBCatalogue.text(row.value(0)) { found.insert(name) } }
    let variables = found.contains("server_uuid") ? ["server_uuid"] : found.sorted()
    identifying = variables
    return variables
  }

  /// When the file of each table's definition was changed last, which a renaming does: to ask for it costs the same however many tables there are, and needs
  /// no privilege, as InnoDB's own numbers would. Of a table in parts nothing, since its definition changes with each part that goes.
  func relations(_ tables: [String]) throws(ServerError) -> String {
    var times: [String] = []
    try asking {
      for table in tables {
        let place = dialect.place(of: table)
        try connection.query(
          """
          SELECT CAST(create_time AS CHAR) FROM information_schema.tables
          WHERE table_schema = ? AND table_name = ? AND COALESCE(create_options, '') NOT LIKE '%partitioned%'
          """, [place.database, place.table].map { .bytes(Array($0.utf8), isText: true) }
        ) { times.append(MariaDBCatalogue.text($0.value(0)) ?? "") }
      }
    }
    return " " + times.joined(separator: " ")
  }
}
