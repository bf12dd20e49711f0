package import AuditJournal
package import CivilTime
internal import Crypto
internal import JSONText
package import RecordStores
package import StoreBindings
internal import Words

/// A store whose place another one has taken since the journal has known it.
package struct StoreMismatch: Hashable, Sendable {
  package let store: String
  /// The entry that says what the store is, and when it was made.
  package let entry: Int
  package let since: Instant
  /// In what the store that is there now differs.
  package let difference: String
}

extension StoreMismatch: CustomStringConvertible {
  package var description: String {
    "store \(store) is another one than the journal has known since \(since.iso8601), entry \(entry) (\(difference)): "
      + "if it was moved, or restored as another file, folder or database, `retentiond store accept \(store) --reason TEXT`; if not, "
      + "find out what is in its place"
  }
}

/// What a store says that it is, beside what the journal says.
package struct StoreStanding: Sendable {
  package let store: String
  package let identity: StoreIdentity
  /// Nil where no run has seen the store where stores.json has it.
  package let record: StoreRecord?

  /// Nil where the store is the one that the journal knows, or the journal knows none.
  package var mismatch: StoreMismatch? {
    guard let record, let difference = record.identity.difference(to: identity) else { return nil }
    return StoreMismatch(store: store, entry: record.entry, since: record.time, difference: difference)
  }
}

/// Stores are opened, and asked which they are, once a run. One that does not answer is not asked again in it.
extension Engine {
  /// Opens a store at the first question, and asks it which it is.
  ///
  /// - Throws: what the store answered before, where it is passed over for the rest of the run.
  func store(named name: String) throws(StoreError) -> any RecordStore {
    if let error = leftOut[name] { throw error }
    if let store = stores[name], identities[name] != nil { return store }
    guard let definition = definition(ofStore: name) else {
      throw .unavailable(store: name, cause: "stores.json does not define it")
    }
    do throws(StoreError) {
      let store: any RecordStore
      if let opened = stores[name] { store = opened } else { store = try openStore(definition) }
      stores[name] = store
      identities[name] = try store.identity()
      return store
    } catch {
      // It was waited for as long as it may be.
      switch error {
      case .busy, .conflict, .interrupted: break
      default: leftOut[name] = error
      }
      throw error
    }
  }

  func definition(ofStore name: String) -> StoreDefinition? { bindings.stores.first { $0.name == name } }

  /// Remembers a store that does not answer any more: its other record sets are refused without asking it.
  func leaveOut(after error: StoreError) {
    switch error {
    case .unavailable(let store, _), .lost(let store, _), .replaced(let store, _): leftOut[store] = error
    default: break
    }
  }

  /// The store that a refusal leaves out as a whole; nil for a refusal of one record set.
  func store(leftOutBy refusal: RecordSetRefusal) -> String? {
    switch refusal {
    case .otherStore(let mismatch): mismatch.store
    case .store(.unavailable(let store, _)), .store(.lost(let store, _)), .store(.replaced(let store, _)),
      .store(.unsettled(let store, _, _)), .store(.notDurable(let store, _, _)), .store(.taken(let store, _)):
      store
    // A file has one lock for all of its tables.
    case .store(.busy(let store, _)):
      if case .sqlite? = definition(ofStore: store)?.engine { store } else { nil }
    default: nil
    }
  }

  /// Tells if a record set is in a store, or archived to it.
  func isServed(_ bound: BoundRecordSet, by store: String) -> Bool {
    bound.recordSet.store == store || archive(of: bound)?.store == store
  }

  /// How many record sets are in a store, or archived to it.
  package func recordSetCount(servedBy store: String) -> Int {
    bindings.recordSets.count { isServed($0, by: store) }
  }

  /// Asks every store anew: a run begins.
  func forgetStores() {
    leftOut = [:]
    identities = [:]
  }

  // MARK: Which store it is

  /// What a store is by its own words and by the journal's.
  package func standing(ofStore name: String) throws -> StoreStanding {
    _ = try store(named: name)
    let identity = identities[name] ?? StoreIdentity()
    guard let journal, let definition = definition(ofStore: name) else {
      return StoreStanding(store: name, identity: identity, record: nil)
    }
    let last = try journal.store(named: name, at: definition.place)
    // Of several hosts each was accepted once. One that was put away, or a file that was replaced, is not right again by itself.
    guard case .server(let address) = definition.engine, address.hosts.count > 1, let last,
      last.identity != identity
    else {
      return StoreStanding(store: name, identity: identity, record: last)
    }
    let earlier = try journal.store(named: name, at: definition.place, as: identity)
    return StoreStanding(store: name, identity: identity, record: earlier ?? last)
  }

  /// Why nothing may be changed in the stores of a record set, its archive's included; nil where nothing is in its way.
  ///
  /// - Throws: `StoreError` where one of them cannot be asked.
  func identityRefusal(of bound: BoundRecordSet) throws -> RecordSetRefusal? {
    let stores = [bound.recordSet.store] + (archive(of: bound).map { [$0.store] } ?? [])
    for name in stores {
      if let mismatch = try standing(ofStore: name).mismatch { return .otherStore(mismatch) }
    }
    return nil
  }

  /// A store that is to be changed.
  ///
  /// - Throws: `StoreError.replaced` where it is another one than the journal knows.
  func changeableStore(named name: String) throws -> any RecordStore {
    if let mismatch = try standing(ofStore: name).mismatch {
      throw StoreError.replaced(store: name, difference: mismatch.difference)
    }
    return try store(named: name)
  }

  /// Journals what each store is that no run has seen before where stores.json has it. Whoever approved the file has said that the store is there.
  func identifyStores(_ journal: AuditJournal, at now: Instant) throws {
    for definition in bindings.stores {
      let standing: StoreStanding
      do {
        standing = try self.standing(ofStore: definition.name)
        // What cannot be worked with must not become what the store is known by: a file that is no database, say.
        if standing.record == nil { try store(named: definition.name).checkDurability() }
      } catch is StoreError {
        // It is refused by the plan, and seen by a later run.
        continue
      }
      guard standing.record == nil else { continue }
      try journal.identify(definition.name, at: definition.place, as: standing.identity, time: now)
    }
  }

  /// Says that a store is the right one although the journal knows another.
  package func accept(store name: String, reason: String, by: String, at now: Instant) throws -> StoreStanding
  {
    guard let journal, let definition = definition(ofStore: name) else {
      throw StoreError.unavailable(
        store: name, cause: "stores.json does not define it, or there is no journal")
    }
    let standing = try standing(ofStore: name)
    try journal.accept(
      name, at: definition.place, as: standing.identity, reason: reason, by: by, time: now)
    return standing
  }
}

extension StoreDefinition {
  /// The digest of where stores.json has the store. Whoever approves another place has approved what is there.
  package var place: String {
    let value: JSONValue =
      switch engine {
      case .sqlite(let path, _): .object(["sqlite": .string(path)])
      case .documents(let path): .object(["documents": .string(path)])
      case .server(let address):
        .object(
          [
            address.kind.rawValue: .array(
              address.hosts.map { .string("\($0.name ?? "") \($0.port.map(String.init) ?? "")") }),
            "service": address.service.map(JSONValue.string),
            "database": address.database.map(JSONValue.string),
            "schema": address.schema.map(JSONValue.string),
          ].compactMapValues { $0 })
      }
    return Hexadecimal.encode(SHA256.hash(data: Array("retentiond store v1\n".utf8) + value.canonical))
  }
}
