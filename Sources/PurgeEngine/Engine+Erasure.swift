internal import AuditJournal
public import CivilTime
public import JSONText
public import RecordStores
internal import StoreCatalogue

/// What going further did in one store.
public struct StoreErasure: Sendable {
  public let store: String
  /// What is left now, or why nothing was done.
  public let result: Result<PhysicalErasure, StoreError>
}

extension Engine {
  /// Has stores erase more of what was deleted than a run does, one after the other, and journals what each one did.
  ///
  /// - Parameter names: the stores; all of the configuration if there is none.
  /// - Throws: `RunError` when the configuration is not approved, `JournalError` when evidence cannot be written.
  public func erase(
    stores names: [String], _ effort: ErasureEffort, clock: () -> Instant, observe: (RunEvent) -> Void
  ) throws -> [StoreErasure] {
    let (journal, _) = try beginRun(clock: clock, options: RunOptions(), observe: observe)
    let chosen = names.isEmpty ? catalogue.stores.map(\.name) : names
    return try chosen.map { name in
      let recordSets = catalogue.recordSets.map(\.recordSet).filter { $0.store == name }
      let erasure: PhysicalErasure
      do {
        erasure = try changeableStore(named: name).erase(recordSets, effort)
      } catch let error as StoreError {
        return StoreErasure(store: name, result: .failure(error))
      }
      try journal.append(
        [
          .storeErased(
            store: name, rewritten: effort.rewrites, logsDropped: effort.dropsLogs,
            places: erasure.places.map { ($0.name, $0.isErased) })
        ], at: clock())
      return StoreErasure(store: name, result: .success(erasure))
    }
  }

  /// The names in `stores.json`.
  public var storeNames: [String] { catalogue.stores.map(\.name) }
}

extension PhysicalErasure {
  /// As reports have it.
  public func jsonValues(store: String) -> [JSONValue] {
    places.map { place in
      .object([
        "store": .string(store), "place": .string(place.name), "erased": .bool(place.isErased),
        "explanation": .string(place.explanation),
      ])
    }
  }
}
