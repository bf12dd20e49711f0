package import RecordStores
package import StoreBindings
internal import Words

/// The stores of a configuration, each opened at the first question and asked which it is, once a run. A store that does not answer is not
/// asked again in that run.
package final class OpenStores {
  package typealias Open = (StoreDefinition) throws(StoreError) -> any RecordStore

  /// Makes the adapter for a store's definition.
  let open: Open
  private let work: WorkInHand
  private let definitions: [StoreDefinition]
  private var opened: [String: any RecordStore] = [:]
  /// What each store said that it is, when it was asked in this run.
  private(set) var identities: [String: StoreIdentity] = [:]
  /// The stores that are not asked again in this run, with what they answered last.
  private(set) var leftOut: [String: StoreError] = [:]

  init(_ definitions: [StoreDefinition], work: WorkInHand, open: @escaping Open) {
    self.definitions = definitions
    self.work = work
    self.open = open
  }

  /// Opens a store at the first question, and asks it which it is.
  ///
  /// - Throws: what the store answered before, if it is passed over for the rest of the run.
  func store(named name: String) throws(StoreError) -> any RecordStore {
    if let error = leftOut[name] { throw error }
    if let store = opened[name], identities[name] != nil { return store }
    guard let definition = definition(of: name) else {
      throw .unavailable(store: name, cause: "stores.json does not define it")
    }
    do throws(StoreError) {
      let store: any RecordStore
      if let known = opened[name] {
        store = known
      } else {
        store = try open(definition)
        store.obey(work)
      }
      opened[name] = store
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

  // MARK: Stores that are left out

  /// Asks every store anew: a run begins.
  ///
  /// - Parameter leavingOut: stores that are known not to answer now.
  func forget(leavingOut: [String: StoreError] = [:]) {
    leftOut = leavingOut
    identities = [:]
  }

  /// Remembers a store that does not answer any more: its other record sets are refused without asking it.
  ///
  /// - Throws: `Stopped` if it was not the store that failed.
  func leaveOut(after error: StoreError) throws(Stopped) {
    try error.heedStop()
    switch error {
    case .unavailable(let store, _), .lost(let store, _), .replaced(let store, _): leftOut[store] = error
    default: break
    }
  }

  /// Leaves a store out because a batch in it stays open: no batch comes after an open one.
  func leaveOut(_ store: String, unsettled batch: String, cause: StoreError) throws(Stopped) {
    try leaveOut(after: cause)
    leftOut[store] = .unsettled(store: store, batch: batch, cause: "\(cause)")
  }

  /// Leaves out what the others have waited for in vain, if it is the same store here.
  func leaveOut(likewise others: OpenStores) {
    leftOut = others.leftOut.filter { name, _ in
      definition(of: name).map { $0 == others.definition(of: name) } ?? false
    }
  }

  /// Returns the store that a refusal leaves out as a whole; nil for a refusal of one record set.
  func store(leftOutBy refusal: RecordSetRefusal) -> String? {
    switch refusal {
    case .otherStore(let mismatch): mismatch.store
    case .store(.unavailable(let store, _)), .store(.lost(let store, _)), .store(.replaced(let store, _)),
      .store(.unsettled(let store, _, _)), .store(.notDurable(let store, _, _)), .store(.taken(let store, _)):
      store
    // A file has one lock for all of its tables.
    case .store(.busy(let store, _)):
      if case .sqlite? = definition(of: store)?.engine { store } else { nil }
    default: nil
    }
  }

  private func definition(of name: String) -> StoreDefinition? { definitions.first { $0.name == name } }
}
