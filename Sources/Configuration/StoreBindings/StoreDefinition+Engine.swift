/// What the rest of the program asks of an engine: each question by a switch over all of them, so that the compiler asks it of a new one.
extension StoreDefinition.Engine {
  /// How a database server is reached; nil for a store that is a file or a folder.
  package var serverAddress: ServerAddress? {
    switch self {
    case .server(let address): address
    case .sqlite, .documents: nil
    }
  }

  /// The folder that the documents lie below; nil for a store of tables.
  package var documentFolder: String? {
    switch self {
    case .documents(let path): path
    case .sqlite, .server: nil
    }
  }

  /// Tells if one lock keeps all tables of the store: what is busy for one record set is busy for the others. SQLite has one lock a file.
  package var locksWhole: Bool {
    switch self {
    case .sqlite: true
    case .server, .documents: false
    }
  }

  /// Tells if the store can be scrubbed table by table. One that is a single file or folder is scrubbed whole or not at all.
  package var scrubsByTable: Bool {
    switch self {
    case .server: true
    case .sqlite, .documents: false
    }
  }

  /// Tells if the store may be at several places, each of which was accepted once. A server that others can stand in for has several hosts.
  package var hasSeveralPlaces: Bool {
    switch self {
    case .server(let address): address.hosts.count > 1
    case .sqlite, .documents: false
    }
  }

  /// Tells if the store keeps a prepared batch after a crash, so that one whose intent was not written has to be ended.
  package var keepsPreparedBatches: Bool {
    switch self {
    case .server(let address): address.isTwoPhase
    case .sqlite, .documents: false
    }
  }
}
