package import CivilTime
package import RecordStores
package import Words

/// What identifies each store: seen at its first run, and from then on what every run compares. The state leads to the last entry of a store, and each entry to
/// the one before it.
extension AuditJournal {
  static let storePrefix = "store|"

  /// What the journal says last of a store; nil where no run has seen it.
  package func store(named name: StoreName) throws -> StoreRecord? {
    try state(Self.storePrefix + name.rawValue).map { try storeRecord(at: $0, of: name) }
  }

  /// What the journal says last of a store at one place of stores.json; nil where no run has seen it there.
  ///
  /// - Parameters:
  ///   - identity: the identity that is looked for; any if it is nil.
  ///   - entry: what is said from this entry on does not count; nil where all does.
  package func store(
    named name: StoreName, at place: String, as identity: StoreIdentity? = nil, before entry: Int? = nil
  ) throws -> StoreRecord? {
    var record = try store(named: name)
    while let found = record,
      found.place != place || identity.map({ $0 != found.identity }) ?? false
        || entry.map({ found.entry >= $0 }) ?? false
    {
      record = try found.previous.map { previous in
        // A chain that does not go back would never end.
        guard previous < found.entry else {
          throw JournalError.damaged("entry \(found.entry) follows entry \(previous) on the store \(name)")
        }
        return try storeRecord(at: previous, of: name)
      }
    }
    return record
  }

  private func storeRecord(at index: Int, of name: StoreName) throws -> StoreRecord {
    guard let record = StoreRecord(try entry(at: index)), record.store == name else {
      throw JournalError.damaged("entry \(index) identifies no store \(name)")
    }
    return record
  }

  /// Records what a store is that no run has seen at this place before.
  package func identify(_ name: StoreName, at place: String, as identity: StoreIdentity, time: Instant) throws
  {
    try record(name, at: place, as: identity, acceptance: nil, time: time)
  }

  /// Records that somebody says that the store is this one from now on.
  package func accept(
    _ name: StoreName, at place: String, as identity: StoreIdentity, reason: String, by: String, time: Instant
  ) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    try record(name, at: place, as: identity, acceptance: (by, reason), time: time)
  }

  private func record(
    _ name: StoreName, at place: String, as identity: StoreIdentity,
    acceptance: (by: String, reason: String)?,
    time: Instant
  ) throws {
    try write(at: time) {
      let previous = try state(Self.storePrefix + name.rawValue)
      let entries = try appendInTransaction(
        [
          .storeIdentified(
            store: name, place: place, identity, previous: previous, acceptance: acceptance)
        ], at: time)
      try setState(Self.storePrefix + name.rawValue, entries.lowerBound)
    }
  }
}
