/// The way to a store and the pace of its runs. The way is the host and port or the socket, the account with its password, the certificates that are trusted, and how long to wait for others. Both take effect
/// without an approval, because the store at its end proves that it is the one that the journal knows. Everything else of a store says which one it is, or what
/// may be done in it, and waits for the approval.
extension StoreDefinition {
  /// The members of a store in stores.json that need no approval: how it is reached, and how runs go easy on it.
  package static let unapprovedMembers: Set<String> = [
    "host", "hosts", "port", "user", "password", "certificates", "busyTimeout", "pace",
  ]

  /// Returns this store, which somebody approved, by the way that newer files have. Itself where the ways are the same, and where the newer files have another store:
  /// of another engine, at another path, another database or schema, by another service, or without the server's proof of who it is.
  func reached(as newer: StoreDefinition) -> StoreDefinition {
    guard let engine = engine.reached(as: newer.engine), engine != self.engine else { return self }
    var definition = StoreDefinition(
      name: name, engine: engine, ledger: ledger, triggers: triggers, pace: pace)
    definition.approvedEngine = approvedEngine ?? self.engine
    return definition
  }

  /// Tells if both are of one engine.
  func isOfOneKind(with other: StoreDefinition) -> Bool {
    switch (engine, other.engine) {
    case (.sqlite, .sqlite), (.documents, .documents): true
    case (.server(let address), .server(let otherAddress)): address.kind == otherAddress.kind
    case (.sqlite, _), (.documents, _), (.server, _): false
    }
  }

  /// Returns this store with the pace of newer files. A heartbeat waits for the approval: it is a table that is written to, and servers that hear a password.
  func paced(as newer: StoreDefinition) -> StoreDefinition {
    var pace = newer.pace
    pace.heartbeat = self.pace.heartbeat
    pace.seesReplicas = self.pace.seesReplicas
    var definition = StoreDefinition(
      name: name, engine: engine, ledger: ledger, triggers: triggers, pace: pace)
    definition.approvedEngine = approvedEngine
    return definition
  }
}

extension StoreDefinition.Engine {
  fileprivate func reached(as newer: Self) -> Self? {
    switch (self, newer) {
    case (.sqlite(let path, _), .sqlite(let newPath, let busySeconds)):
      path == newPath ? .sqlite(path: path, busySeconds: busySeconds) : nil
    case (.server(let address), .server(let newAddress)): address.reached(as: newAddress).map(Self.server)
    case (.documents, _), (.sqlite, _), (.server, _): nil
    }
  }
}

extension ServerAddress.Kind {
  /// Tells if a server says of itself what no other one would. MariaDB and MySQL tell their name, their port and their folder, which another machine or container may have as well.
  fileprivate var provesItself: Bool {
    switch self {
    case .postgresql: true
    case .mariadb: false
    }
  }
}

extension ServerAddress {
  fileprivate func reached(as newer: ServerAddress) -> ServerAddress? {
    guard kind == newer.kind, service == newer.service, database == newer.database, schema == newer.schema,
      isVerified == newer.isVerified, isTwoPhase == newer.isTwoPhase,
      kind.provesItself || hosts == newer.hosts
    else { return nil }
    return newer
  }
}

extension StoreBindings {
  /// Returns these bindings, which somebody approved, with the ways to their stores and their pace as newer ones have them.
  ///
  /// - Parameter mayBeReached: tells if a store proves which one it is, so that it may be reached by another way.
  package func reached(
    as newer: StoreBindings, where mayBeReached: (StoreDefinition) throws -> Bool
  ) rethrows -> StoreBindings {
    var bindings = self
    bindings.stores = try stores.map { store in
      guard let other = newer.stores.first(where: { $0.name == store.name }), store.isOfOneKind(with: other)
      else { return store }
      let reached = store.reached(as: other)
      return (try reached == store || mayBeReached(store) ? reached : store).paced(as: other)
    }
    return bindings
  }
}
