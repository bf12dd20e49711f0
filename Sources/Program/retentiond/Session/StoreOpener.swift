internal import DocumentStore
internal import Files
internal import RecordStores
internal import SQLiteStore
internal import StoreBindings
internal import Systemd
internal import Transforms
internal import Words

#if MariaDB
  internal import MariaDB
  internal import MariaDBStore
#endif
#if PostgreSQL
  internal import PostgreSQLStore
#endif

/// Makes the adapter for a store: the one place that knows every engine.
enum StoreOpener {
  /// - Parameter journal: the origin of the journal that the store's batches are written in.
  static func open(_ definition: StoreDefinition, journal: String, isReadOnly: Bool) throws(StoreError)
    -> any RecordStore
  {
    if case .server(let address) = definition.engine {
      try checkCertificates(address.certificates, store: definition.name)
    }
    switch definition.engine {
    case .sqlite(let path, let busySeconds):
      return SQLiteStore(name: definition.name, path: path, busySeconds: busySeconds, isReadOnly: isReadOnly)
    case .documents(let path):
      return DocumentStore(name: definition.name, path: path, isReadOnly: isReadOnly)
    case .server(let address):
      switch address.kind {
      case .postgresql: return try postgres(definition.name, address, isReadOnly: isReadOnly)
      case .mariadb:
        return try mariaDB(definition, address, journal: journal, isReadOnly: isReadOnly)
      }
    }
  }

  private static func missing(_ engine: String, store: StoreName) -> StoreError {
    .unavailable(store: store, cause: "this program was built without \(engine): install one that has it")
  }

  /// A library opens the file of certificates by itself, and would wait for a pipe's other end.
  private static func checkCertificates(_ path: String?, store: StoreName) throws(StoreError) {
    guard let path else { return }
    do {
      try RegularFile.refuseOthers(at: path)
    } catch {
      throw .unavailable(
        store: store, cause: "\(path): \(error): correct `certificates` in stores.json: it is a PEM file")
    }
  }

  /// Read for each connection, and not kept.
  private static func password(_ source: KeySource?, store: StoreName) throws(StoreError) -> String? {
    guard let source else { return nil }
    do {
      return try KeyFile.loadText(source, credentialsDirectory: ServiceEnvironment.credentialsDirectory)
    } catch {
      throw .unavailable(store: store, cause: "its password: \(error)")
    }
  }

  private static func postgres(_ name: StoreName, _ address: ServerAddress, isReadOnly: Bool)
    throws(StoreError)
    -> any RecordStore
  {
    #if PostgreSQL
      var parameters: [String: String] = [:]
      parameters["service"] = address.service
      let hosts = address.hosts
      if hosts.contains(where: { $0.name != nil }) {
        parameters["host"] = hosts.map { $0.name ?? "" }.joined(separator: ",")
      }
      if hosts.contains(where: { $0.port != nil }) {
        parameters["port"] = hosts.map { $0.port.map(String.init) ?? "" }.joined(separator: ",")
      }
      // Of several, the one that may be written to; a standby is behind.
      if hosts.count > 1 { parameters["target_session_attrs"] = "read-write" }
      parameters["dbname"] = address.database
      parameters["user"] = address.user
      parameters["sslrootcert"] = address.certificates
      // The adapter verifies where nothing else is said.
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

  private static func mariaDB(
    _ definition: StoreDefinition, _ address: ServerAddress, journal: String, isReadOnly: Bool
  ) throws(StoreError) -> any RecordStore {
    let name = definition.name
    #if MariaDB
      var settings = MariaDBSettings(
        busySeconds: address.busySeconds, isReadOnly: isReadOnly, isTwoPhase: address.isTwoPhase,
        journal: journal, hasReplicas: address.hosts.count > 1)
      settings.heartbeat = definition.pace.heartbeat.map { heartbeat in
        MariaDBSettings.Heartbeat(
          table: heartbeat.table,
          replicas: heartbeat.replicas.map {
            MariaDBSettings.Replica(
              host: $0.name ?? "", port: $0.port, isVerified: address.isVerified && !$0.isLocal)
          })
      }
      return MariaDBStore.open(name: name, settings: settings) { () throws(StoreError) in
        var server = MariaDBAddress(database: address.database ?? "")
        server.user = address.user
        server.optionGroup = address.service
        server.password = try password(address.password, store: name)
        server.rootCertificate = address.certificates ?? "/etc/ssl/certs/ca-certificates.crt"
        // One that hangs must not delay the others for long.
        if address.hosts.count > 1 { server.timeoutSeconds = 5 }
        let hosts = address.hosts.isEmpty ? [nil] : address.hosts.map { Optional($0) }
        return hosts.map { host in
          var server = server
          let isLocal = host?.isLocal ?? false
          if isLocal { server.socket = host?.name } else { server.host = host?.name }
          server.port = host?.port
          server.isVerified = address.isVerified && !isLocal
          return server
        }
      }
    #else
      throw missing("MariaDB", store: name)
    #endif
  }
}
