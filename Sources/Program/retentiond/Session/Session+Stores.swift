internal import AuditJournal
internal import Purging
internal import RecordStores
internal import StoreBindings
internal import Words

extension Session {
  /// The same of the configuration that is in force: the approved one, if there is one.
  func inForce() throws -> Session {
    guard try readingJournalIfMade() != nil, let approved = try approvedConfiguration(companions: .skip)
    else { return self }
    return Session(configuration: approved)
  }

  /// What each store is by its own words and by the journal's, or why it cannot be asked.
  func storeStandings(_ names: [StoreName]) throws -> [(
    store: StoreName, standing: Result<StoreStanding, StoreError>
  )] {
    let context = try inForce().readingContext()
    return try names.map { name in
      do {
        return (name, .success(try StoreIdentities(context).standing(ofStore: name)))
      } catch let error as StoreError {
        return (name, .failure(error))
      }
    }
  }

  /// Says that a store is the right one although the journal knows another.
  func accept(store name: StoreName, reason: String, by: String) throws -> StoreStanding {
    let session = try inForce()
    return try StoreIdentities(session.readingContext(journal: session.journal(.append))).accept(
      store: name, reason: reason, by: by, at: SystemClock.now())
  }

  /// The stores that may be named on the command line; all of them where none is.
  func storeNames(_ named: [StoreName]) throws -> [StoreName] {
    let known = configuration.bindings.stores.map(\.name)
    if let unknown = named.first(where: { !known.contains($0) }) {
      throw StoreNameError(name: unknown, known: known)
    }
    return named.isEmpty ? known : named
  }
}

/// A name that stores.json does not have.
struct StoreNameError: Error, CustomStringConvertible {
  let name: StoreName
  let known: [StoreName]

  var description: String {
    "stores.json has no store \(name); it has \(known.map(\.rawValue).joined(separator: ", "))"
  }
}
