package import AuditJournal
internal import JSONText
internal import RecordStores
internal import StoreBindings
internal import Words

/// What takes effect without an approval: the ways to stores that the journal knows.
extension Configuration {
  /// Returns this configuration, which somebody approved, with the ways to its stores as the files of today have them, as far as the journal can tell that a store is the one that it knows.
  package func reached(as files: Configuration, knownTo journal: AuditJournal) throws -> Configuration {
    guard digest != files.digest else { return self }
    let bindings = try bindings.reached(as: files.bindings) { store in
      let known = try journal.store(named: store.name, at: store.place)
      // A store that cannot tell which one it is would be believed at any place.
      return known.map { !$0.identity.facts.isEmpty } ?? false
    }
    // Files that say the same in other bytes are approved as before, or not at all.
    guard bindings.stores != self.bindings.stores else { return self }
    return Configuration(
      schedule: schedule, bindings: bindings, rulesBytes: rulesBytes, storesBytes: storesBytes,
      readStoresDigest: files.storesDigest)
  }

  /// Tells if the files of today are these, which somebody approved, but for the ways to stores, and this configuration has all of them.
  package func agrees(with files: Configuration) -> Bool {
    readStoresDigest == files.storesDigest && rulesDigest == files.rulesDigest
      && bindings.stores.map(\.engine) == files.bindings.stores.map(\.engine)
      && bindings.stores.map(\.pace) == files.bindings.stores.map(\.pace)
      && storesWithoutWays == files.storesWithoutWays
  }

  /// The stores file as one text for one meaning, without what says how stores are reached.
  private var storesWithoutWays: String? {
    // The file was loaded from these bytes, so that they parse.
    guard let root = try? JSONNode(parsing: storesBytes), case .object(let members) = root.content else {
      return nil
    }
    var text = Self.text(of: root, without: ["stores"])
    if case .object(let stores)? = members.first(where: { $0.name == "stores" })?.value.content {
      for store in stores.sorted(by: { $0.name < $1.name }) {
        text += "\n\(store.name) " + Self.text(of: store.value, without: StoreDefinition.unapprovedMembers)
      }
    }
    return text
  }
}
