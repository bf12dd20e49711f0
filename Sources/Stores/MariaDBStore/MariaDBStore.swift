package import MariaDB
package import RecordStores
package import ServerStores
internal import Synchronization
package import Words

/// The adapter for MariaDB and MySQL.
package enum MariaDBStore {
  /// - Parameter addresses: where the server may be, in the order in which they are tried; made anew for each connection, since a
  ///   password may change.
  package static func open(
    name: StoreName, settings: MariaDBSettings, addresses: @escaping () throws(StoreError) -> [MariaDBAddress]
  ) -> ServerStore {
    let hosts = Hosts(store: name, settings: settings)
    return ServerStore(name: name, busySeconds: settings.busySeconds, isReadOnly: settings.isReadOnly) {
      (work) throws(StoreError) in
      try hosts.connect(addresses(), work)
    }
  }

  /// The least that an account needs for statements on these tables.
  package static func grants(
    _ rights: [TableRights], to account: MariaDBAccount, database: String
  ) -> [String] {
    MariaDBGrants(database: database, account: account).statements(rights)
  }
}

/// The hosts of one store. A thread that connects still may have been left behind by a stop, so that two may use them at once.
///
/// They are tried here and not by the client library, which takes any that answers: a replica, or a node that has left its cluster.
private final class Hosts {
  private let store: StoreName
  private let settings: MariaDBSettings
  /// The one that is asked first: behind the last that was connected to, since that one was lost.
  private let first = Mutex(0)

  init(store: StoreName, settings: MariaDBSettings) {
    self.store = store
    self.settings = settings
  }

  func connect(_ addresses: [MariaDBAddress], _ work: WorkInHand) throws(StoreError) -> MariaDBEngine {
    var refusals: [(address: MariaDBAddress, error: StoreError)] = []
    let start = first.withLock { $0 }
    for offset in addresses.indices {
      let place = (start + offset) % addresses.count
      do {
        let engine = try MariaDBEngine(
          store: store, address: addresses[place], settings: settings, work: work)
        first.withLock { $0 = (place + 1) % addresses.count }
        return engine
      } catch {
        refusals.append((addresses[place], error))
      }
    }
    throw refusal(of: refusals)
  }

  /// A server that is there and refused says more than those that are away.
  private func refusal(of refusals: [(address: MariaDBAddress, error: StoreError)]) -> StoreError {
    if refusals.count == 1 { return refusals[0].error }
    let causes = refusals.map { address, error in
      let cause =
        switch error {
        case .unavailable(_, let cause): cause
        case .notDurable(_, let setting, let remedy): "\(setting): \(remedy)"
        default: "\(error)"
        }
      return "\(address.place): \(cause)"
    }
    return .unavailable(store: store, cause: causes.joined(separator: "; "))
  }
}

extension MariaDBAddress {
  /// The address as `stores.json` has it.
  fileprivate var place: String { (socket ?? host ?? "localhost") + (port.map { ":\($0)" } ?? "") }
}
