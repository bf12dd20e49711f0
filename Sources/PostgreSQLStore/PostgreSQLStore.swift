public import RecordStores
public import ServerStores

/// The PostgreSQL adapter.
public enum PostgreSQLStore {
  /// - Parameters:
  ///   - isReadOnly: for plans and explanations, which must not be able to change anything.
  ///   - password: read anew for each connection; nil where the client's own password file or the server's trust is enough.
  public static func open(
    name: String, settings: PostgresSettings, isReadOnly: Bool,
    password: @escaping () throws(StoreError) -> String? = { nil }
  ) -> ServerStore {
    ServerStore(name: name, busySeconds: settings.busySeconds, isReadOnly: isReadOnly) {
      () throws(StoreError) in
      try PostgresEngine(store: name, settings: settings, password: password(), isReadOnly: isReadOnly)
    }
  }
}
