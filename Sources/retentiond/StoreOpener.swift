internal import RecordStores
internal import SQLiteStore
internal import StoreCatalogue

/// Makes the adapter for a store: the one place that knows every engine.
enum StoreOpener {
  static func open(_ definition: StoreDefinition, isReadOnly: Bool) -> any RecordStore {
    switch definition.engine {
    case .sqlite(let path, let busySeconds):
      SQLiteStore(name: definition.name, path: path, busySeconds: busySeconds, isReadOnly: isReadOnly)
    }
  }
}
