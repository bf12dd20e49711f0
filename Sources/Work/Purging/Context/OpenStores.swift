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
  private var opened: [StoreName: any RecordStore] = [:]
  /// What each store said that it is, when it was asked in this run.
  private(set) var identities: [StoreName: StoreIdentity] = [:]
  /// The stores that are not asked again in this run, with what they answered last.
  private(set) var leftOut: [StoreName: StoreError] = [:]

  init(_ definitions: [StoreDefinition], work: WorkInHand, open: @escaping Open) {
    self.definitions = definitions
    self.work = work
    self.open = open
  }

  /// Opens a store at the first question, and asks it which it is.
  ///
  /// - Throws: what the store answered before, if it is passed over for the rest of the run.
  func store(named name: StoreName) throws(StoreError) -> any RecordStore {
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
      if error.isStoresOwn { leftOut[name] = error }
      throw error
    }
  }

  // MARK: Stores that are left out

  /// Asks every store anew: a run begins.
  ///
  /// - Parameter leavingOut: stores that are known not to answer now.
  func forget(leavingOut: [StoreName: StoreError] = [:]) {
    leftOut = leavingOut
    identities = [:]
  }

  /// Remembers a store that does not answer any more: its other record sets are refused without asking it.
  ///
  /// - Throws: `Stopped` if it was not the store that failed.
  func leaveOut(after error: StoreError) throws(Stopped) {
    try error.heedStop()
    if let store = error.storeGone { leftOut[store] = error }
  }

  /// Leaves a store out because a batch in it stays open: no batch comes after an open one.
  func leaveOut(_ store: StoreName, unsettled batch: BatchName, cause: StoreError) throws(Stopped) {
    try leaveOut(after: cause)
    leftOut[store] = .unsettled(store: store, batch: batch, cause: "\(cause)")
  }

  /// Leaves out what the others have waited for in vain, if it is the same store here.
  func leaveOut(likewise others: OpenStores) {
    leftOut = others.leftOut.filter { name, _ in
      definition(of: name).map { $0.engine == others.definition(of: name)?.engine } ?? false
    }
  }

  /// Returns the store that a refusal leaves out as a whole; nil for a refusal of one record set.
  func store(leftOutBy refusal: RecordSetRefusal) -> StoreName? {
    switch refusal {
    case .otherStore(let mismatch): mismatch.store
    case .store(let error): store(leftOutBy: error)
    case .schema, .tooManyRows, .tooLargeShare, .doubt, .unusual, .cannotSee, .cameMeanwhile, .failing, .died:
      nil
    }
  }

  private func store(leftOutBy error: StoreError) -> StoreName? {
    switch error {
    case .unavailable(let store, _), .lost(let store, _), .replaced(let store, _),
      .unsettled(let store, _, _), .notDurable(let store, _, _), .taken(let store, _):
      store
    case .busy(let store, _): definition(of: store)?.engine.locksWhole ?? false ? store : nil
    case .rowsLocked, .timedOut, .interrupted, .schema, .schemaChanged, .unlistedChanges, .ignoredChanges,
      .disagreement, .moved, .relatedRowsCame, .constraint, .row, .key, .holdTest, .undecided, .conflict,
      .tooLarge, .full,
      .engine:
      nil
    }
  }

  private func definition(of name: StoreName) -> StoreDefinition? { definitions.first { $0.name == name } }
}

extension StoreError {
  /// Tells if the whole store is no use for the rest of the run. Others' locks are not the store's own: they were waited for as long as they may
  /// be, and the next question may find them gone.
  fileprivate var isStoresOwn: Bool {
    switch self {
    case .busy, .conflict, .interrupted: false
    case .unavailable, .rowsLocked, .timedOut, .schema, .schemaChanged, .unlistedChanges, .ignoredChanges,
      .disagreement, .moved, .relatedRowsCame, .notDurable, .constraint, .row, .key, .holdTest, .lost,
      .undecided, .tooLarge,
      .full, .replaced, .unsettled, .taken, .engine:
      true
    }
  }

  /// The store that does not answer any more, or that another one stands for; nil for an error of one question.
  var storeGone: StoreName? {
    switch self {
    case .unavailable(let store, _), .lost(let store, _), .replaced(let store, _): store
    case .busy, .rowsLocked, .timedOut, .interrupted, .schema, .schemaChanged, .unlistedChanges,
      .ignoredChanges, .disagreement, .moved, .relatedRowsCame, .notDurable, .constraint, .row, .key,
      .holdTest, .undecided,
      .conflict, .tooLarge, .full, .unsettled, .taken, .engine:
      nil
    }
  }
}
