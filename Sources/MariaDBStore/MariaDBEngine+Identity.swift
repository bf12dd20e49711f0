internal import MariaDB
internal import RecordStores
internal import ServerStores

/// Which server, or which cluster, and which database a connection leads to.
extension MariaDBEngine {
  /// A server has no number that lasts: `server_uid` is made of its machine's network address, which another card changes, and two servers without a port
  /// on one machine have the same. So it is told by its machine's name, its port and the folder of its data. A replica is another server; the nodes of a Galera cluster are one.
  /// Where stores.json names several servers that are no such cluster, each of them is the store, and only the database's name is left to tell it.
  func identity() throws(ServerError) -> StoreIdentity {
    var facts: [String: String] = [:]
    try asking {
      if isCluster {
        try connection.query("SHOW GLOBAL STATUS LIKE 'wsrep\\_cluster\\_state\\_uuid'") { row in
          facts["cluster"] = MariaDBCatalogue.text(row.value(1))
        }
      } else if !settings.hasReplicas {
        let variables = try identifyingVariables()
        let values = variables.map { "CAST(@@global.\($0) AS CHAR)" }.joined(separator: ", ")
        try connection.query("SELECT \(values)") { row in
          for (place, name) in variables.enumerated() {
            facts[Self.factNames[name] ?? name] = MariaDBCatalogue.text(row.value(place))
          }
        }
      }
      facts["database"] = try answer("SELECT CAST(DATABASE() AS CHAR)")
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

  /// InnoDB's numbers, which an account with PROCESS may see; nothing otherwise, and of a table in parts, which has a number for each.
  func relations(_ tables: [String]) throws(ServerError) -> String {
    let list = isMariaDB ? "INNODB_SYS_TABLES" : "INNODB_TABLES"
    func file(_ mark: String) -> String { "CAST(CONVERT(\(mark) USING filename) AS BINARY)" }
    var numbers: [String] = []
    do {
      try asking {
        for table in tables {
          let place = place(of: table)
          var number = ""
          try connection.query(
            "SELECT CAST(table_id AS CHAR) FROM information_schema.\(list) WHERE name = CONCAT(\(file("?")), '/', \(file("?")))",
            [place.database, place.table].map { .bytes(Array($0.utf8), isText: true) }
          ) { number = MariaDBCatalogue.text($0.value(0)) ?? "" }
          numbers.append(number)
        }
      }
    } catch .other(code: "1227", message: _) {
      return ""
    }
    return " " + numbers.joined(separator: " ")
  }
}
