internal import AuditJournal
internal import Purging

/// What the journal says of keys, for people.
enum KeysView {
  static func lines(of journal: AuditJournal, _ stock: KeyStock, _ configuration: Configuration) throws
    -> [String]
  {
    try evidence(journal) + pseudonyms(journal, stock) + hierarchies(journal, configuration)
  }

  private static func evidence(_ journal: AuditJournal) throws -> [String] {
    let keys = try journal.evidenceKeys()
    return keys.enumerated().map { place, key in
      let turn =
        place == keys.count - 1
        ? "since entry \(key.since)" : "from entry \(key.since) to \(keys[place + 1].since)"
      let standing = key.isDestroyed ? "destroyed" : key.isAtHand ? "at hand" : "NOT at hand"
      let needs =
        place == keys.count - 1 || key.needs.isEmpty
        ? ""
        : ", needed by \(key.needs.prefix(5).joined(separator: ", "))\(key.needs.count > 5 ? " and \(key.needs.count - 5) more" : "")"
      return "Evidence key   \(key.id)  \(turn), \(standing)\(needs)"
    }
  }

  private static func pseudonyms(_ journal: AuditJournal, _ stock: KeyStock) throws -> [String] {
    let pinned = try journal.pinnedKeys()
    let destroyed = try journal.destroyedKeys()
    let atHand = stock.pins
    func isSame(_ one: KeyPin, _ other: KeyPin) -> Bool {
      (one.domain, one.version, one.holder) == (other.domain, other.version, other.holder)
    }
    var lines = pinned.map { pin, entry in
      let gone = destroyed.contains { $0.key.domain == pin.domain && $0.key.version == pin.version }
      let standing =
        switch atHand.first(where: { isSame($0, pin) }) {
        case nil: gone ? "destroyed" : "not at hand"
        case let given? where given.id != pin.id: "ANOTHER KEY at hand: \(given.id)"
        case _?: gone ? "DESTROYED, and at hand again" : "at hand"
        }
      return "Pseudonym key  \(pin.id)  \(pin.name), pinned by entry \(entry), \(standing)"
    }
    for pin in atHand where !pinned.contains(where: { isSame($0.pin, pin) }) {
      lines.append("Pseudonym key  \(pin.id)  \(pin.name), at hand, not pinned: no batch has used it")
    }
    for (key, entry) in destroyed
    where !pinned.contains(where: { $0.pin.domain == key.domain && $0.pin.version == key.version }) {
      lines.append(
        "Pseudonym key  \(key.ids.first ?? "unknown")  version \(key.version) of domain \(key.domain), destroyed by entry \(entry)"
      )
    }
    return lines
  }

  private static func hierarchies(_ journal: AuditJournal, _ configuration: Configuration) throws -> [String]
  {
    let given = configuration.hierarchies
    let pinned = try journal.pinnedHierarchies()
    var lines = pinned.map { pin, entry in
      let standing =
        switch given.first(where: { $0.file == pin.file }) {
        case nil: "not in stores.json"
        case pin?: "as it was"
        case let other?: "ANOTHER FILE: \(other.digest.prefix(16))"
        }
      return "Hierarchy      \(pin.digest.prefix(16))  \(pin.file), pinned by entry \(entry), \(standing)"
    }
    for pin in given where !pinned.contains(where: { $0.pin.file == pin.file }) {
      lines.append("Hierarchy      \(pin.digest.prefix(16))  \(pin.file), not pinned: no batch has used it")
    }
    return lines
  }
}
