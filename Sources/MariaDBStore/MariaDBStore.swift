public import MariaDB
public import RecordStores
public import ServerStores

/// The adapter for MariaDB and MySQL.
public enum MariaDBStore {
  /// - Parameters:
  ///   - address: made anew for each connection, since a password may change.
  ///   - isReadOnly: for plans and explanations, which must not be able to change anything.
  public static func open(
    name: String, busySeconds: Double, isReadOnly: Bool,
    address: @escaping () throws(StoreError) -> MariaDBAddress
  ) -> ServerStore {
    ServerStore(name: name, busySeconds: busySeconds, isReadOnly: isReadOnly) { () throws(StoreError) in
      try MariaDBEngine(store: name, address: address(), busySeconds: busySeconds, isReadOnly: isReadOnly)
    }
  }
}
