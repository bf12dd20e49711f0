internal import JSONText
internal import RecordStores
internal import StoreBindings
internal import Words

#if MariaDB
  internal import MariaDBStore
#endif
#if PostgreSQL
  internal import PostgreSQLStore
#endif

/// The rights that a store's accounts need, as its administrator grants them. What is no statement is a comment.
enum GrantsView {
  /// What one account of a store needs.
  struct Need {
    let store: StoreName
    let purpose: String
    /// Nil if it is the service's own account on this machine.
    let account: String?
    let statements: [String]
    /// What is asked for where nothing can be granted.
    var remark: String?
  }

  static func printout(_ needs: [Need]) -> Printout {
    let page = needs.flatMap { need in
      ["-- store \(need.store)\(need.account == nil ? ": " : ", ")\(need.purpose)"]
        + [need.remark.map { "-- \($0)" }].compactMap(\.self) + need.statements.map { $0 + ";" }
    }
    let rows = needs.flatMap { need in
      (need.statements.isEmpty ? [nil] : need.statements.map(Optional.some)).map { statement in
        JSONValue.object([
          "store": .string(need.store.rawValue), "purpose": .string(need.purpose),
          "account": JSONValue(need.account),
          "statement": JSONValue(statement), "remark": JSONValue(need.remark),
        ])
      }
    }
    return Printout(
      page: page.asPage, json: .array(rows), rows: rows,
      members: ["store", "purpose", "account", "statement", "remark"])
  }

  /// - Parameter changer: the account that changes; nil for the one of stores.json.
  static func needs(
    of store: StoreDefinition, rights: [TableRights], reader: String, changer: String?
  ) -> [Need] {
    switch store.engine {
    case .sqlite(let path, _):
      let remark =
        "the service's account reads and writes \(path) and the files beside it (-journal, -wal, -shm), and may make files in their folder"
      return [Need(store: store.name, purpose: "SQLite", account: nil, statements: [], remark: remark)]
    case .documents(let path):
      let remark = "the service's account reads, writes and enters \(path) and the folders below it"
      return [Need(store: store.name, purpose: "documents", account: nil, statements: [], remark: remark)]
    case .server(let address):
      let accounts = [
        ("to read, for `plan` and `check` with --reading-only", reader, rights.map(\.toRead)),
        ("to change, for runs", changer ?? address.user ?? "retentiond", rights),
      ]
      return accounts.map { purpose, account, rights in
        Need(
          store: store.name, purpose: purpose, account: account,
          statements: statements(rights, to: account, on: address))
      }
    }
  }

  private static func statements(_ rights: [TableRights], to account: String, on address: ServerAddress)
    -> [String]
  {
    switch address.kind {
    case .postgresql:
      #if PostgreSQL
        return PostgreSQLStore.grants(rights, to: account, schema: address.schema ?? "public")
      #else
        return []
      #endif
    case .mariadb:
      #if MariaDB
        return MariaDBStore.grants(
          rights, to: mariaDBAccount(account, of: address), database: address.database ?? "")
      #else
        return []
      #endif
    }
  }

  #if MariaDB
    /// The account of a name with a host behind `@`; without one it is local where the server is reached by its socket, and may come from any host otherwise.
    private static func mariaDBAccount(_ account: String, of address: ServerAddress) -> MariaDBAccount {
      let place = account.lastIndex(of: "@")
      let isLocal = address.hosts.allSatisfy(\.isLocal)
      return MariaDBAccount(
        name: place.map { String(account[..<$0]) } ?? account,
        host: place.map { String(account[account.index(after: $0)...]) } ?? (isLocal ? "localhost" : "%"))
    }
  #endif
}
