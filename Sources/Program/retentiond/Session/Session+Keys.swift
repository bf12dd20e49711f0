internal import AuditJournal
internal import Files
internal import Purging
internal import StoreBindings
internal import Systemd
internal import Transforms
internal import TransparencyLog
internal import Words

/// Evidence keys, pseudonym keys and hierarchies: compared with what the journal says of them, changed and destroyed.
extension Session {
  func keyStock(allowsWeak: Set<KeyStock.Purpose> = []) throws(KeyError) -> KeyStock {
    try KeyStock(bindings.keys, allowsWeak: allowsWeak)
  }

  /// Compares the keys that are at hand, and the hierarchies, with what the journal says of them.
  ///
  /// - Parameter act: what is about to be said of one of them, which is not compared.
  func checkPins(_ journal: AuditJournal, _ stock: KeyStock, for act: KeyAct? = nil) throws {
    if let shared = stock.shared, try journal.demandsSeparateKeys() { throw shared }
    try configuration.checkPins(in: journal, atHand: stock.pins, for: act)
  }

  /// The journal for an act on keys.
  private func journal(_ access: AuditJournal.Access, _ stock: KeyStock, for act: KeyAct? = nil) throws
    -> AuditJournal
  {
    let journal = try openJournal(access, stock)
    try checkPins(journal, stock, for: act)
    return journal
  }

  /// Refuses other keys than the journal's in a command that needs none of them.
  ///
  /// What is missing, or wrong with the journal, is said by what needs it.
  func refuseOtherKeys() throws {
    do {
      _ = try readingJournalIfMade()
    } catch let error as JournalError {
      if case .key = error { throw error }
    } catch let error as KeyError {
      switch error {
      case .weak, .twoPurposes, .sameKey: throw error
      default: return
      }
    }
  }

  // MARK: Evidence keys

  /// Makes the key of a file the journal's evidence key.
  ///
  /// - Returns: the former key's name and the new one's.
  func rotateEvidenceKey(to path: String, reason: String, by: String) throws -> (from: String, to: String) {
    let stock = try keyStock(allowsWeak: [.evidence])
    let key = try KeyFile.load(.file(path), credentialsDirectory: nil)
    try stock.check(new: key, .file(path), as: "the new evidence key")
    let journal = try journal(.run, stock)
    let new = try EvidenceKey(key.bytes)
    let former = try EvidenceKey(stock.key(.evidence).bytes)
    try journal.rotateEvidenceKey(to: new, reason: reason, by: by, at: SystemClock.now())
    return (former.id, new.id)
  }

  /// Destroys a former evidence key: the journal's word first, then the file.
  ///
  /// - Returns: the file that was overwritten; nil where the key is in none that stores.json names.
  func destroyEvidenceKey(_ id: String, reason: String, by: String) throws -> String? {
    let stock = try keyStock()
    let journal = try journal(.run, stock)
    try journal.destroyEvidenceKey(id, reason: reason, by: by, at: SystemClock.now())
    for former in stock.keys where former.purpose == .formerEvidence {
      guard try EvidenceKey(former.key.bytes).id == id, case .file(let path) = former.source else { continue }
      try AuditJournal.destroyKeyFile(path)
      return path
    }
    return nil
  }

  // MARK: Pseudonym keys and hierarchies

  /// What destroying a version of a domain's key would do.
  func destruction(of domain: DomainID, version: Int) throws -> KeyDestruction {
    let stock = try keyStock()
    let journal = try journal(.read, stock, for: .destroying(domain: domain, version: version))
    let named = bindings.keys.pseudonyms[domain]?.first { $0.version == version }
    let known = try journal.pinnedKeys().map(\.pin) + stock.pins
    let before = try journal.destroyedKeys().first { $0.key.domain == domain && $0.key.version == version }
    var ids = before?.key.ids ?? []
    for pin in known where pin.domain == domain && pin.version == version && !ids.contains(pin.id) {
      ids.append(pin.id)
    }
    guard named != nil || !ids.isEmpty else {
      throw JournalError.text(
        field: "key",
        cause:
          "neither stores.json nor the journal has a key of version \(version) of domain \(domain): see `retentiond keys show`"
      )
    }
    let newest = bindings.keys.pseudonyms[domain]?.map(\.version).max()
    return KeyDestruction(
      key: DestroyedKey(
        domain: domain, version: version, ids: ids,
        recordSets: before?.key.recordSets ?? configuration.recordSetsWithPseudonyms(of: domain),
        isDone: before?.key.isDone ?? false),
      sources: named?.sources ?? [], isNewest: newest == version)
  }

  /// Destroys a version of a domain's key: the journal's word, the files, and the word that it is done. A crash between is finished by doing it again.
  func destroy(_ destruction: KeyDestruction, reason: String, by: String) throws {
    var key = destruction.key
    let journal = try journal(
      .run, keyStock(), for: .destroying(domain: key.domain, version: key.version))
    let isBegun = try journal.destroyedKeys().contains {
      $0.key.domain == key.domain && $0.key.version == key.version
    }
    if !isBegun { try journal.destroy(key, reason: reason, by: by, at: SystemClock.now()) }
    for path in destruction.files { try AuditJournal.destroyKeyFile(path) }
    guard !key.isDone else { return }
    key = DestroyedKey(
      domain: key.domain, version: key.version, ids: key.ids, recordSets: key.recordSets, isDone: true)
    try journal.destroy(key, reason: reason, by: by, at: SystemClock.now())
  }

  /// Says that a hierarchy changed on purpose.
  ///
  /// - Returns: false where the journal has it as it is.
  func acceptHierarchy(_ file: String, reason: String, by: String) throws -> Bool {
    guard let pin = configuration.hierarchies.first(where: { $0.file == file }) else {
      let known = configuration.hierarchies.map(\.file)
      throw JournalError.text(
        field: "hierarchy",
        cause: known.isEmpty
          ? "stores.json has none"
          : "stores.json has no hierarchy \(file): it has \(known.joined(separator: ", "))")
    }
    return try journal(.run, keyStock(), for: .accepting(hierarchy: file)).accept(
      pin, reason: reason, by: by, at: SystemClock.now())
  }
}

/// What destroying a version of a domain's key does.
struct KeyDestruction {
  let key: DestroyedKey
  let sources: [KeySource]
  /// Tells if it is the version that writes.
  let isNewest: Bool

  var files: [String] {
    sources.compactMap { source in if case .file(let path) = source { path } else { nil } }
  }

  var credentials: [String] {
    sources.compactMap { source in if case .credential(let name) = source { name } else { nil } }
  }
}
