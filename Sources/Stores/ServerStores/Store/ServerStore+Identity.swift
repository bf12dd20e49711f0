package import RecordStores
internal import SQLWords

/// Makes sure that the store is still the same database, and that its names lead to the same tables.
///
/// A connection is to one server, but for one that goes by way of a proxy; and the next connection may lead to another. So each batch asks in its own
/// transaction. It first names its tables without reading a row, which locks them against a renaming until the transaction ends: what is asked then still
/// holds at the commit.
extension ServerStore {
  package func identity() throws(StoreError) -> StoreIdentity {
    try reading(.whole(name)) { engine in try checkIdentity(engine) }
  }

  /// - Throws: `StoreError.replaced` where the server is another than the one that answered first.
  @discardableResult
  func checkIdentity(_ engine: any ServerEngine) throws(StoreError) -> StoreIdentity {
    let current: StoreIdentity
    do {
      current = try engine.identity()
    } catch {
      throw storeError(error, recordSet: .whole(name))
    }
    guard let known else {
      known = current
      return current
    }
    if let difference = known.difference(to: current) {
      throw .replaced(store: name, difference: difference)
    }
    return current
  }

  /// Returns what must not change after a record set was described: the definition of its tables, and which tables they are.
  func fingerprint(of recordSet: RecordSet, _ engine: any ServerEngine) throws(ServerError) -> String {
    let tables = tables(of: recordSet)
    return try engine.fingerprint(of: tables) + engine.relations(tables)
  }

  /// Looks, within a transaction and until its end, at whether it works on the tables of the store that were described.
  func checkSchema(of recordSet: RecordSet, _ engine: any ServerEngine) throws {
    guard fingerprints[recordSet.name] != nil else { return }
    let names = Set(tables(of: recordSet)).sorted().map {
      "(SELECT 1 FROM \(engine.dialect.table($0)) WHERE 1 = 0)"
    }
    try engine.query(engine.dialect.select("\(names.joined(separator: ", "))")) { _ in }
    try checkDescribed(recordSet, engine)
  }

  /// Looks at the same if the tables are locked already.
  func checkDescribed(_ recordSet: RecordSet, _ engine: any ServerEngine) throws {
    guard let described = fingerprints[recordSet.name] else { return }
    try checkIdentity(engine)
    guard try fingerprint(of: recordSet, engine) == described else {
      throw StoreError.schemaChanged(store: name, recordSet: recordSet.name)
    }
  }
}
