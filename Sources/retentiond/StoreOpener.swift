internal import DocumentStore
internal import Pseudonyms
internal import RecordStores
internal import SQLiteStore
internal import ServiceManager
internal import StoreCatalogue

#if MariaDB
  internal import MariaDB
  internal import MariaDBStore
#endif
#if PostgreSQL
  internal import PostgreSQLStore
#endif

/// Makes the adapter for a store: the one place that knows every engine.
enum StoreOpener {
  static func open(_ definition: StoreDefinition, isReadOnly: Bool) throws(StoreError) -> any RecordStore {
    switch definition.engine {
    case .sqlite(let path, let busySeconds):
      return SQLiteStore(name: definition.name, path: path, busySeconds: busySeconds, isReadOnly: isReadOnly)
    case .documents(let path):
      return DocumentStore(name: definition.name, path: path, isReadOnly: isReadOnly)
    case .server(let address):
      switch address.kind {
      case .postgresql: return try postgres(definition.name, address, isReadOnly: isReadOnly)
      case .mariadb: return try mariaDB(definition.name, address, isReadOnly: isReadOnly)
      }
    }
  }

  private static func missing(_ engine: String, store: String) -> StoreError {
    .unavailable(store: store, cause: "this program was built without \(engine): install one that has it")
  }

  /// Read for each connection, and not kept.
  private static func password(_ source: KeySource?, store: String) throws(StoreError) -> String? {
    guard let source else { return nil }
    do {
      return try KeyFile.loadText(source, credentialsDirectory: ServiceEnvironment.credentialsDirectory)
    } catch {
      throw .unavailable(store: store, cause: "its password: \(error)")
    }
  }

  private static func postgres(_ name: String, _ address: ServerAddress, isReadOnly: Bool) throws(StoreError)
    -> any RecordStore
  {
    #if PostgreSQL
      var parameters: [String: String] = [:]
      parameters["service"] = address.service
      parameters["host"] = address.host
      parameters["port"] = address.port.map(String.init)
      parameters["dbname"] = address.database
      parameters["user"] = address.user
      parameters["sslrootcert"] = address.certificates
      // A service's own entry stands; without one, verifying is what the library falls back to.
      if !address.isVerified { parameters["sslmode"] = "disable" }
      let settings = PostgresSettings(
        parameters: parameters, schema: address.schema ?? "public", busySeconds: address.busySeconds)
      return PostgreSQLStore.open(name: name, settings: settings, isReadOnly: isReadOnly) {
        () throws(StoreError) in
        try password(address.password, store: name)
      }
    #else
      throw missing("PostgreSQL", store: name)
    #endif
  }

  private static func mariaDB(_ name: String, _ address: ServerAddress, isReadOnly: Bool) throws(StoreError)
    -> any RecordStore
  {
    #if MariaDB
      return MariaDBStore.open(name: name, busySeconds: address.busySeconds, isReadOnly: isReadOnly) {
        () throws(StoreError) in
        var server = MariaDBAddress(database: address.database ?? "")
        if address.isLocal { server.socket = address.host } else { server.host = address.host }
        server.port = address.port
        server.user = address.user
        server.optionGroup = address.service
        server.password = try password(address.password, store: name)
        server.isVerified = address.isVerified && !address.isLocal
        server.rootCertificate = address.certificates ?? "/etc/ssl/certs/ca-certificates.crt"
        return server
      }
    #else
      throw missing("MariaDB", store: name)
    #endif
  }
}
