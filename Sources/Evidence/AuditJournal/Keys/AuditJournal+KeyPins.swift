package import CivilTime
internal import JSONText

/// Which key each version of a domain's pseudonyms is made with, and which hierarchies there are: said by the first batch that uses one, and compared ever after.
///
/// Another key under the same version would give one person two pseudonyms, and no hold and no search would find the first.
extension AuditJournal {
  // MARK: Reading

  /// The keys that batches have used, each with the entry that says so.
  package func pinnedKeys() throws -> [(pin: KeyPin, entry: Int)] {
    try orderedMarks(KeyPin.markPrefix).map { mark in
      guard let pin = KeyPin(try data(at: mark.entry, .keyPinned)),
        pin.mark == KeyPin.markPrefix + mark.name
      else { throw JournalError.damaged("entry \(mark.entry) pins no key \(mark.name)") }
      return (pin, mark.entry)
    }
  }

  /// The hierarchies that batches have used, each with the entry that said last what is in it.
  package func pinnedHierarchies() throws -> [(pin: HierarchyPin, entry: Int)] {
    try orderedMarks(HierarchyPin.markPrefix).map { mark in
      guard let pin = HierarchyPin(try data(at: mark.entry, .keyPinned)), pin.file == mark.name
      else { throw JournalError.damaged("entry \(mark.entry) pins no hierarchy \(mark.name)") }
      return (pin, mark.entry)
    }
  }

  /// The keys that were destroyed, each with the last entry that says so.
  package func destroyedKeys() throws -> [(key: DestroyedKey, entry: Int)] {
    try orderedMarks(DestroyedKey.markPrefix).map { mark in
      guard let key = DestroyedKey(try data(at: mark.entry, .keyDestroyed)),
        key.mark == DestroyedKey.markPrefix + mark.name
      else { throw JournalError.damaged("entry \(mark.entry) destroys no key \(mark.name)") }
      return (key, mark.entry)
    }
  }

  private func data(at index: Int, _ type: EntryType) throws -> JSONValue {
    let entry = try entry(at: index)
    guard entry.type == type else { throw JournalError.damaged("entry \(index) is no \(type)") }
    return entry.data
  }

  /// Tells if no key may be another one, too: somebody had compared them when the journal was made.
  package func demandsSeparateKeys() throws -> Bool { try entry(at: 0).data["keysAreApart"] == .bool(true) }

  // MARK: Comparing

  /// Compares keys and hierarchies with those that the journal has pinned.
  ///
  /// - Parameters:
  ///   - use: the keys that are at hand, and the hierarchies as stores.json has them.
  ///   - holders: which holders' keys stores.json names, at hand or not; each without its id.
  ///   - act: what somebody is about to say, which is not compared.
  /// - Throws: `JournalError.key`, which names the key and what to do.
  package func checkPins(_ use: KeyUse, holders: Set<KeyPin>, for act: KeyAct? = nil) throws {
    try inOneRead {
      try checkDestroyed(use.keys, for: act)
      let pinned = try pinnedKeys()
      for pin in use.keys {
        if let known = pinned.first(where: { $0.pin.mark == pin.mark }) {
          guard known.pin.id != pin.id else { continue }
          throw Self.other(pin, than: known, among: pinned)
        }
        if let other = pinned.first(where: { $0.pin.id == pin.id }) {
          throw JournalError.key(
            "stores.json gives as \(pin.name) a key that is \(other.pin.name) (entry \(other.entry))",
            remedy: "make one of its own with `retentiond keys generate`")
        }
      }
      try checkHolders(holders, pinned.map(\.pin))
      for pin in use.hierarchies where act != .accepting(hierarchy: pin.file) {
        guard let known = try pinnedHierarchies().first(where: { $0.pin.file == pin.file }),
          known.pin.digest != pin.digest
        else { continue }
        throw Self.other(pin, entry: known.entry)
      }
    }
  }

  private static func other(_ pin: HierarchyPin, entry: Int) -> JournalError {
    .key(
      "the hierarchy \(pin.file) is another one than entry \(entry) says, under which values were generalised",
      remedy:
        "put the former file back; if it changed on purpose, `retentiond keys accept \(pin.file) --reason …`")
  }

  private static func other(
    _ pin: KeyPin, than known: (pin: KeyPin, entry: Int), among pinned: [(pin: KeyPin, entry: Int)]
  ) -> JournalError {
    let whose = pinned.first { $0.pin.id == pin.id }.map { ": it is \($0.pin.name)" } ?? ""
    return .key(
      "\(pin.name) is \(known.pin.id) by entry \(known.entry), and the one that stores.json names is \(pin.id)\(whose)",
      remedy:
        "put the right key back from its copy; if it is lost, give the domain a new version and `retentiond keys destroy \(pin.domain) \(pin.version)`"
    )
  }

  private func checkDestroyed(_ keys: [KeyPin], for act: KeyAct?) throws {
    for (destroyed, entry) in try destroyedKeys()
    where act != .destroying(domain: destroyed.domain, version: destroyed.version) {
      let back = keys.first {
        $0.domain == destroyed.domain && $0.version == destroyed.version || destroyed.ids.contains($0.id)
      }
      guard let back else { continue }
      throw JournalError.key(
        "\(back.name) is at hand, and entry \(entry) says that \(destroyed.isDone ? "it was destroyed" : "it is being destroyed")",
        remedy: destroyed.isDone
          ? "take it out of stores.json and destroy the copy; new pseudonyms need a new version"
          : "finish with `retentiond keys destroy \(destroyed.domain) \(destroyed.version)`")
    }
  }

  /// A version whose second holder is gone, or who has come, makes other pseudonyms than it did.
  private func checkHolders(_ holders: Set<KeyPin>, _ pinned: [KeyPin]) throws {
    for pin in holders.sorted(by: { $0.mark < $1.mark }) {
      let known = Set(pinned.filter { $0.domain == pin.domain && $0.version == pin.version }.map(\.holder))
      let given = Set(holders.filter { $0.domain == pin.domain && $0.version == pin.version }.map(\.holder))
      guard !known.isEmpty, known != given else { continue }
      throw JournalError.key(
        "version \(pin.version) of domain \(pin.domain) has \(Self.count(known)), and stores.json names \(Self.count(given))",
        remedy: "name the holders' keys as they were, or give the domain a new version")
    }
  }

  private static func count(_ holders: Set<KeyPin.Holder>) -> String {
    holders.count == 2 ? "two holders" : "one holder"
  }

  // MARK: Saying

  /// Pins what no batch has used before. Called in a transaction.
  func pin(_ use: KeyUse, at time: Instant) throws {
    for pin in use.keys {
      if let index = try state(pin.mark) {
        let known = KeyPin(try data(at: index, .keyPinned))
        guard known == pin else { throw Self.other(pin, than: (known ?? pin, index), among: []) }
      } else {
        try setState(pin.mark, size)
        try appendInTransaction([.key(.pinned(pin))], at: time)
      }
    }
    for pin in use.hierarchies {
      if let index = try state(pin.mark) {
        guard HierarchyPin(try data(at: index, .keyPinned)) == pin else {
          throw Self.other(pin, entry: index)
        }
      } else {
        try setState(pin.mark, size)
        try appendInTransaction([.key(.hierarchy(pin, acceptance: nil))], at: time)
      }
    }
  }

  /// Records that a hierarchy is another one from now on, as somebody says.
  ///
  /// - Returns: false where it is pinned as it is.
  package func accept(_ pin: HierarchyPin, reason: String, by: String, at time: Instant) throws -> Bool {
    try checkStatement(reason, by)
    return try write(at: time) {
      if let index = try state(pin.mark),
        HierarchyPin(try data(at: index, .keyPinned)) == pin
      {
        return false
      }
      try setState(pin.mark, size)
      try appendInTransaction([.key(.hierarchy(pin, acceptance: (by, reason)))], at: time)
      return true
    }
  }

  /// Records that a version of a domain's key is being destroyed, or that it is.
  package func destroy(_ key: DestroyedKey, reason: String, by: String, at time: Instant) throws {
    try checkStatement(reason, by)
    try write(at: time) {
      try setState(key.mark, size)
      try appendInTransaction([.key(.destroyed(key, reason: reason, by: by))], at: time)
    }
  }

  /// Overwrites a key's file and removes it; one that is gone already is as good.
  package static func destroyKeyFile(_ path: String) throws { try EpochKeys.destroy(path) }
}
