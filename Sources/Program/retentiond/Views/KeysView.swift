internal import AuditJournal
internal import JSONText
internal import Purging

/// What the journal says of keys, and which of them are at hand.
enum KeysView {
  /// One key or hierarchy.
  private struct Line {
    enum Kind: String {
      case evidence = "evidence key"
      case pseudonym = "pseudonym key"
      case hierarchy
    }

    let kind: Kind
    /// What names it without telling it; of a hierarchy its digest.
    let id: String
    /// What a person calls it; nil of an evidence key, which is known by its place.
    var name: String?
    /// The entry that pinned it, or since which it is used.
    var entry: Int?
    let standing: String
    /// What is said of it beside its id.
    let text: String

    var json: JSONValue {
      .object([
        "kind": .string(kind.rawValue), "id": .string(id), "name": JSONValue(name), "entry": JSONValue(entry),
        "standing": .string(standing),
      ])
    }

    /// The line for people, in which a digest is known by its beginning.
    var page: String {
      let title =
        switch kind {
        case .evidence: "Evidence key   "
        case .pseudonym: "Pseudonym key  "
        case .hierarchy: "Hierarchy      "
        }
      return title + (kind == .hierarchy ? String(id.prefix(16)) : id) + "  " + text
    }
  }

  static func printout(of journal: AuditJournal, _ stock: KeyStock, _ configuration: Configuration) throws
    -> Printout
  {
    let lines = try evidence(journal) + pseudonyms(journal, stock) + hierarchies(journal, configuration)
    let rows = lines.map(\.json)
    return Printout(
      page: lines.map(\.page).asPage, json: .array(rows), rows: rows,
      members: ["kind", "id", "name", "entry", "standing"])
  }

  private static func evidence(_ journal: AuditJournal) throws -> [Line] {
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
      return Line(
        kind: .evidence, id: key.id, entry: key.since, standing: standing + needs,
        text: "\(turn), \(standing)\(needs)")
    }
  }

  private static func pseudonyms(_ journal: AuditJournal, _ stock: KeyStock) throws -> [Line] {
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
      return Line(
        kind: .pseudonym, id: pin.id, name: pin.name, entry: entry, standing: standing,
        text: "\(pin.name), pinned by entry \(entry), \(standing)")
    }
    for pin in atHand where !pinned.contains(where: { isSame($0.pin, pin) }) {
      let standing = "at hand, not pinned: no batch has used it"
      lines.append(
        Line(
          kind: .pseudonym, id: pin.id, name: pin.name, standing: standing, text: "\(pin.name), \(standing)"))
    }
    for (key, entry) in destroyed
    where !pinned.contains(where: { $0.pin.domain == key.domain && $0.pin.version == key.version }) {
      let name = "version \(key.version) of domain \(key.domain)"
      lines.append(
        Line(
          kind: .pseudonym, id: key.ids.first ?? "unknown", name: name, entry: entry, standing: "destroyed",
          text: "\(name), destroyed by entry \(entry)"))
    }
    return lines
  }

  private static func hierarchies(_ journal: AuditJournal, _ configuration: Configuration) throws -> [Line] {
    let given = configuration.hierarchies
    let pinned = try journal.pinnedHierarchies()
    var lines = pinned.map { pin, entry in
      let standing =
        switch given.first(where: { $0.file == pin.file }) {
        case nil: "not in stores.json"
        case pin?: "as it was"
        case let other?: "ANOTHER FILE: \(other.digest.prefix(16))"
        }
      return Line(
        kind: .hierarchy, id: pin.digest, name: pin.file, entry: entry, standing: standing,
        text: "\(pin.file), pinned by entry \(entry), \(standing)")
    }
    for pin in given where !pinned.contains(where: { $0.pin.file == pin.file }) {
      let standing = "not pinned: no batch has used it"
      lines.append(
        Line(
          kind: .hierarchy, id: pin.digest, name: pin.file, standing: standing,
          text: "\(pin.file), \(standing)"))
    }
    return lines
  }
}
