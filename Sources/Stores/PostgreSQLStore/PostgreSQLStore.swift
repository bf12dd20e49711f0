package import RecordStores
package import ServerStores
package import Words

/// The PostgreSQL adapter.
package enum PostgreSQLStore {
  /// - Parameters:
  ///   - isReadOnly: for plans and explanations, which must not be able to change anything.
  ///   - password: read anew for each connection; nil where the client's own password file or the server's trust is enough.
  package static func open(
    name: StoreName, settings: PostgresSettings, isReadOnly: Bool,
    password: @escaping () throws(StoreError) -> String? = { nil }
  ) -> ServerStore {
    ServerStore(name: name, busySeconds: settings.busySeconds, isReadOnly: isReadOnly) {
      (work) throws(StoreError) in
      try PostgresEngine(
        store: name, settings: settings, password: password(), isReadOnly: isReadOnly, work: work)
    }
  }

  /// The least that a role needs for statements on these tables.
  ///
  /// - Parameter schema: that of tables that are named without one.
  package static func grants(_ rights: [TableRights], to role: String, schema: String) -> [String] {
    PostgresGrants(schema: schema, role: role).statements(rights)
  }
}
