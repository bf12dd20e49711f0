internal import JSONText
internal import RecordStores

/// One table has one name in the file, or its rows could be taken for nobody's.
extension CatalogueCheck {
  func tableNames(_ stores: [StoreDefinition]) {
    for (bound, (_, field)) in zip(recordSets, fields) {
      guard let store = stores.first(where: { $0.name == bound.recordSet.store }),
        case .server(let address) = store.engine
      else { continue }
      if TableName(bound.recordSet.table).schema == address.place, address.place != nil {
        field.peek("table")?.report(
          "the store's own schema in the table's name",
          "write \"\(TableName(schema: nil, table: TableName(bound.recordSet.table).table).text)\"")
      }
      checkNames(bound.recordSet.dependents, of: store, at: address, stores, field)
    }
  }

  private func checkNames(
    _ dependents: [Dependent], of store: StoreDefinition, at address: ServerAddress,
    _ stores: [StoreDefinition],
    _ field: Field
  ) {
    for dependent in dependents {
      checkNames(dependent.dependents, of: store, at: address, stores, field)
      let name = TableName(dependent.table)
      guard let schema = name.schema else { continue }
      if schema == address.place {
        field.peek("dependents")?.report(
          "the store's own schema in the name of \(dependent.table)",
          "write \"\(TableName(schema: nil, table: name.table).text)\"")
      }
      // A record set of another store that is the same place on the same server has its own periods.
      let owner = recordSets.first { other in
        guard let definition = stores.first(where: { $0.name == other.recordSet.store }),
          definition.name != store.name,
          case .server(let place) = definition.engine, place.kind == address.kind,
          place.hosts == address.hosts,
          place.service == address.service
        else { return false }
        let own = TableName(other.recordSet.table)
        return own.table == name.table && (own.schema ?? place.place) == schema
      }
      if let owner {
        field.peek("dependents")?.report(
          "\(dependent.table) is record set \(owner.recordSet.name) of store \(owner.recordSet.store), whose rows have periods of their own",
          "bind that record set in store \(store.name), with \"table\": \"\(dependent.table)\"")
      }
    }
  }
}

extension ServerAddress {
  /// The schema, or MariaDB's database, in which tables are that are named alone.
  fileprivate var place: String? { kind == .postgresql ? schema ?? "public" : database }
}
