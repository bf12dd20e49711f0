internal import RecordStores
internal import StoreBindings

#if MariaDB
  internal import MariaDBStore
#endif
#if PostgreSQL
  internal import PostgreSQLStore
#endif

/// The rights that a store's accounts need, as its administrator grants them. What is no statement is a comment.
enum GrantsView {
  /// - Parameter changer: the account that changes; nil for the one of stores.json.
  static func lines(
    for store: StoreDefinition, rights: [TableRights], reader: String, changer: String?
  ) -> [String] {
    switch store.engine {
    case .sqlite(let path, _):
      return [
        "-- store \(store.name): SQLite",
        "-- the service's account reads and writes \(path) and the files beside it (-journal, -wal, -shm), and may make files in their folder",
      ]
    case .documents(let path):
      return [
        "-- store \(store.name): documents",
        "-- the service's account reads, writes and enters \(path) and the folders below it",
      ]
    case .server(let address):
      let accounts = [
        ("to read, for `plan` and `check` with --reading-only", reader, rights.map(\.toRead)),
        ("to change, for runs", changer ?? address.user ?? "retentiond", rights),
      ]
      return accounts.flatMap { purpose, account, rights in
        ["-- store \(store.name), \(purpose)"]
          + statements(rights, to: account, on: address).map { $0 + ";" }
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
