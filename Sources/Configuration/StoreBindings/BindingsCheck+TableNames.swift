internal import Files
internal import JSONText
internal import RecordStores
internal import Words

/// One table has one name in the file, or its rows could be taken for nobody's.
extension BindingsCheck {
  /// Where a record set's rows are, so that two are equal where they are the same rows.
  struct Place: Hashable {
    let store: StoreName
    let schema: String?
    let table: String
  }

  /// Nil for a record set of a store that was refused.
  func place(of recordSet: RecordSet) -> Place? { place(of: recordSet.table, in: recordSet.store) }

  /// The same of any table of a store, as a file names it.
  func place(of table: String, in storeName: StoreName) -> Place? {
    guard let store = stores.first(where: { $0.name == storeName }) else { return nil }
    switch store.engine {
    case .documents: return Place(store: store.name, schema: nil, table: table)
    case .sqlite: return Place(store: store.name, schema: nil, table: table.lowercased())
    case .server(let address):
      let name = TableName(table)
      let schema = name.schema ?? address.place
      switch address.kind {
      case .postgresql: return Place(store: store.name, schema: schema, table: name.table)
      // The servers differ in whether they tell capitals apart, and two tables of one name but for them are one mistake.
      case .mariadb:
        return Place(store: store.name, schema: schema?.lowercased(), table: name.table.lowercased())
      }
    }
  }

  /// Rows of two record sets would go by the rules of either, and a hold by the one's name would not keep them from the other.
  func sharedTables() {
    var owners: [Place: RecordSetName] = [:]
    for (bound, (_, field)) in zip(recordSets, fields) {
      guard let place = place(of: bound.recordSet) else { continue }
      guard let owner = owners[place] else {
        owners[place] = bound.recordSet.name
        continue
      }
      let name = bound.recordSet.documents == nil ? "table" : "folder"
      field.peek(name)?.report(
        "it is the \(name) of record set \"\(owner)\", too, and its \(name == "table" ? "rows" : "documents") would come under the rules of both",
        "bind it once, in one domain, and tell its records apart by \"conditions\"")
    }
  }

  /// Two names of one database would be two ways to bind one table, past what is said of one store.
  func sharedStores(_ fields: [(name: String, field: Field)]) {
    for (place, store) in stores.enumerated() {
      guard let other = stores[..<place].first(where: { $0.isSamePlace(as: store) }) else { continue }
      fields.first { $0.name == store.name.rawValue }?.field.report(
        "it is where the store \"\(other.name)\" is", "bind all its record sets in one store")
    }
  }

  func tableNames() {
    for (bound, (_, field)) in zip(recordSets, fields) {
      guard let store = stores.first(where: { $0.name == bound.recordSet.store }),
        let address = store.engine.serverAddress
      else { continue }
      if address.isOwn(TableName(bound.recordSet.table).schema) {
        field.peek("table")?.report(
          "the store's own schema in the table's name",
          "write \"\(TableName(schema: nil, table: TableName(bound.recordSet.table).table).text)\"")
      }
      checkNames(bound.recordSet.dependents, of: store, at: address, field)
    }
  }

  private func checkNames(
    _ dependents: [Dependent], of store: StoreDefinition, at address: ServerAddress, _ field: Field
  ) {
    for dependent in dependents {
      checkNames(dependent.dependents, of: store, at: address, field)
      let name = TableName(dependent.table)
      guard let schema = name.schema else { continue }
      if address.isOwn(schema) {
        field.peek("dependents")?.report(
          "the store's own schema in the name of \(dependent.table)",
          "write \"\(TableName(schema: nil, table: name.table).text)\"")
      }
      // A record set of another store that is the same place on the same server has its own periods.
      let owner = recordSets.first { other in
        guard let definition = stores.first(where: { $0.name == other.recordSet.store }),
          definition.name != store.name, definition.engine.serverAddress?.isSameServer(as: address) ?? false,
          let own = place(of: other.recordSet), let named = place(of: dependent.table, in: store.name)
        else { return false }
        return own.table == named.table && own.schema == named.schema
      }
      if let owner {
        field.peek("dependents")?.report(
          "\(dependent.table) is record set \(owner.recordSet.name) of store \(owner.recordSet.store), whose rows have periods of their own",
          "bind that record set in store \(store.name), with \"table\": \"\(dependent.table)\"")
      }
    }
  }
}

extension StoreDefinition {
  fileprivate func isSamePlace(as other: StoreDefinition) -> Bool {
    switch (engine, other.engine) {
    case (.sqlite(let path, _), .sqlite(let otherPath, _)): PathPlace(path) == PathPlace(otherPath)
    case (.documents(let path), .documents(let otherPath)): PathPlace(path) == PathPlace(otherPath)
    case (.server(let address), .server(let other)):
      address.isSameServer(as: other) && address.database == other.database && address.place == other.place
    case (.sqlite, _), (.documents, _), (.server, _): false
    }
  }
}

extension ServerAddress {
  /// Tells if both lead to one server, by whichever path of a socket.
  func isSameServer(as other: ServerAddress) -> Bool {
    kind == other.kind && hosts.map(HostPlace.init) == other.hosts.map(HostPlace.init)
      && service == other.service
  }

  /// Tells if a table's name has the schema in which tables are that are named alone.
  fileprivate func isOwn(_ schema: String?) -> Bool {
    guard let schema, let place else { return false }
    return kind == .mariadb ? schema.lowercased() == place.lowercased() : schema == place
  }

  /// The schema, or MariaDB's database, in which tables are that are named alone.
  var place: String? {
    switch kind {
    case .postgresql: schema ?? "public"
    case .mariadb: database
    }
  }
}

/// What lies at a path, by whichever of its spellings and links it is named; the path itself as long as nothing lies there.
private enum PathPlace: Hashable {
  case found(FilePlace)
  case path(String)

  init(_ path: String) {
    self = (try? FilePlace(of: path)).map(PathPlace.found) ?? .path(Self.plain(path))
  }

  /// The path without empty names, `.` and `..`.
  private static func plain(_ path: String) -> String {
    path.split(separator: "/").reduce(into: [Substring]()) { names, name in
      switch name {
      case ".": break
      case "..": _ = names.popLast()
      default: names.append(name)
      }
    }.joined(separator: "/")
  }
}

/// Where a server is; two names of one socket are one place.
private struct HostPlace: Hashable {
  private let name: String?
  private let socket: PathPlace?
  private let port: Int?

  init(_ host: ServerAddress.Host) {
    name = host.isLocal ? nil : host.name
    socket = host.isLocal ? host.name.map(PathPlace.init) : nil
    port = host.port
  }
}
