internal import AuditJournal
package import CivilTime
internal import RecordStores
internal import StoreBindings
package import Words

/// Compares the stores that are there with those that the journal knows, and lets only those be changed.
package struct StoreIdentities {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Returns what a store is by its own words and by the journal's.
  package func standing(ofStore name: StoreName) throws -> StoreStanding {
    _ = try context.stores.store(named: name)
    let identity = context.stores.identities[name] ?? StoreIdentity()
    guard let journal = context.journal, let definition = context.bindings.store(named: name) else {
      return StoreStanding(store: name, identity: identity, record: nil)
    }
    // By whatever way it is reached, it has to be the store that is known at the place which somebody approved.
    let place = definition.knownPlace
    let last = try journal.store(named: name, at: place)
    // Of several hosts each was accepted once. One that was put away, or a file that was replaced, is not right again by itself.
    guard (definition.approvedEngine ?? definition.engine).hasSeveralPlaces, let last,
      last.identity != identity
    else {
      return StoreStanding(store: name, identity: identity, record: last)
    }
    let earlier = try journal.store(named: name, at: place, as: identity)
    return StoreStanding(store: name, identity: identity, record: earlier ?? last)
  }

  /// Returns why nothing may be changed in the stores of a record set, its archive's included; nil if nothing is in its way.
  ///
  /// - Throws: `StoreError` if one of them cannot be asked.
  func refusal(of bound: BoundRecordSet) throws -> RecordSetRefusal? {
    let stores = [bound.recordSet.store] + (context.bindings.archive(of: bound).map { [$0.store] } ?? [])
    for name in stores {
      if let mismatch = try standing(ofStore: name).mismatch { return .otherStore(mismatch) }
    }
    return nil
  }

  /// Returns a store that is to be changed.
  ///
  /// - Throws: `StoreError.replaced` if it is another one than the journal knows.
  func changeableStore(named name: StoreName) throws -> any RecordStore {
    if let mismatch = try standing(ofStore: name).mismatch {
      throw StoreError.replaced(store: name, difference: mismatch.difference)
    }
    return try context.stores.store(named: name)
  }

  /// Journals what each store is that no run has seen at its place in stores.json. Whoever approved the file has said that the store is there.
  func identify(_ journal: AuditJournal, at now: Instant) throws {
    for definition in context.bindings.stores {
      let standing: StoreStanding
      do {
        standing = try self.standing(ofStore: definition.name)
        // What cannot be worked with must not become what the store is known by: a file that is no database, say.
        if standing.record == nil { try context.stores.store(named: definition.name).checkDurability() }
      } catch let error as StoreError {
        try error.heedStop()
        // It is refused by the plan, and seen by a later run.
        continue
      }
      guard try standing.record == nil || isElsewhere(definition, standing, journal) else { continue }
      try journal.identify(definition.name, at: definition.place, as: standing.identity, time: now)
    }
  }

  /// Tells if a store is the one that is known, and is reached at a place where no run has seen it.
  private func isElsewhere(_ definition: StoreDefinition, _ standing: StoreStanding, _ journal: AuditJournal)
    throws -> Bool
  {
    guard definition.place != definition.knownPlace, standing.mismatch == nil else { return false }
    return try journal.store(named: definition.name, at: definition.place, as: standing.identity) == nil
  }

  /// Says that a store is the right one although the journal knows another.
  package func accept(store name: StoreName, reason: String, by: String, at now: Instant) throws
    -> StoreStanding
  {
    guard let journal = context.journal, let definition = context.bindings.store(named: name) else {
      throw StoreError.unavailable(
        store: name, cause: "stores.json does not define it, or there is no journal")
    }
    let standing = try standing(ofStore: name)
    try journal.accept(
      name, at: definition.knownPlace, as: standing.identity, reason: reason, by: by, time: now)
    return standing
  }

  /// Returns a store if it is the one that the journal knows.
  func knownStore(named name: StoreName) throws(StoreError) -> any RecordStore {
    do {
      return try changeableStore(named: name)
    } catch let error as StoreError {
      throw error
    } catch {
      throw .unavailable(store: name, cause: "\(error)")
    }
  }
}
