package import CivilTime
internal import JSONText
package import RecordStores
package import Words

/// What an entry of the journal says a store is.
package struct StoreRecord: Sendable {
  package let store: StoreName
  /// The digest of where stores.json had the store then.
  package let place: String
  package let identity: StoreIdentity
  package let entry: Int
  package let time: Instant
  /// Who said so, and why; nil where a run saw it first.
  package let acceptance: (by: String, reason: String)?
  /// The entry that said it before; nil for the first one.
  let previous: Int?

  /// Reads an entry; nil where it says nothing of a store's identity.
  init?(_ entry: JournalEntry) {
    guard [.storeIdentified, .storeAccepted].contains(entry.type),
      let store = entry.data["store"]?.stringValue, let place = entry.data["place"]?.stringValue,
      case .object(let members)? = entry.data["facts"]
    else { return nil }
    self.store = StoreName(store)
    self.place = place
    identity = StoreIdentity(members.compactMapValues(\.stringValue))
    self.entry = entry.index
    time = entry.time
    previous = entry.data["previous"]?.integerValue
    acceptance = entry.data["by"]?.stringValue.map { ($0, entry.data["reason"]?.stringValue ?? "") }
  }

  /// The data of an entry.
  static func data(
    store: StoreName, place: String, identity: StoreIdentity, previous: Int?,
    acceptance: (by: String, reason: String)?
  ) -> JSONValue {
    .object(
      [
        "store": .string(store.rawValue), "place": .string(place),
        "facts": .object(identity.facts.mapValues(JSONValue.string)),
        "previous": previous.map(JSONValue.integer), "by": acceptance.map { .string($0.by) },
        "reason": acceptance.map { .string($0.reason) },
      ].compactMapValues { $0 })
  }
}
