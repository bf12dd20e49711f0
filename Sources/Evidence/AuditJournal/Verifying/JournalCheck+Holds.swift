internal import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog
internal import Words

extension JournalCheck {
  /// The holds in force are those that were placed and not lifted, with the people and days that the entries say: one that was taken out of the file
  /// would protect nobody.
  func holds() throws {
    var inForce = entries.holdsInForce
    let version = Int(try connection.integer("PRAGMA user_version") ?? 0)
    let query = try connection.prepare(HoldRow.query(version: version))
    while try query.step() {
      let id = Int(query.integer(0))
      guard let held = inForce.removeValue(forKey: id), let placed = try entry(at: held.placed) else {
        find("hold \(id) is in force in the state, and not in the entries")
        continue
      }
      do {
        try compare(HoldRow(query, version: version), with: held, placed)
      } catch let error as JournalError {
        find("\(error)")
      }
    }
    for id in inForce.keys.sorted() { find("hold \(id) is in force in the entries, and not in the state") }
    guard version >= 3 else { return }
    let strays = try connection.integer(
      "SELECT count(*) FROM hold_member WHERE hold NOT IN (SELECT id FROM hold WHERE kind = 'persons')")
    if strays != 0 { find("there are people in the state who belong to no hold") }
  }

  private func compare(_ row: HoldRow, with held: HeldEntries, _ placed: JournalEntry) throws {
    let tag = row.tag.map { EvidenceKey.text(ofTag: UInt64(bitPattern: $0)) }
    var stored: [(String, String?)] = [
      ("kind", row.kind.rawValue), (HoldEntry.nameMember(of: row.kind), row.name), ("tag", tag),
      ("reference", row.terms.reference), ("reason", row.terms.reason), ("by", row.terms.by),
      ("authority", row.terms.authority),
    ]
    if row.kind != .persons { stored.append(("locator", Hexadecimal.encode(row.locator))) }
    for (name, value) in stored where placed.data[name]?.stringValue != value {
      find("hold \(row.id) has another \(name) than entry \(placed.index) says")
    }
    if row.since != placed.time.iso8601 { find("hold \(row.id) is not as old as entry \(placed.index)") }
    if row.terms.isRestriction != (placed.data["restriction"] == .bool(true)) {
      find("hold \(row.id) is a restriction in the state or in entry \(placed.index), and not in both")
    }
    if row.entry != nil || row.kind == .persons, row.entry != held.placed {
      find("hold \(row.id) was placed by entry \(held.placed), and the state names another")
    }
    guard row.changed == held.changed, row.narrowed == held.narrowed else {
      return find("hold \(row.id) was changed by other entries than the state names")
    }
    if let dates = try held.changed.map({ try entry(at: $0) }) ?? placed {
      for (name, day) in [("review", row.terms.review), ("until", row.terms.until)]
      where dates.data[name]?.stringValue != day?.description {
        find("hold \(row.id) has another day under \(name) than entry \(dates.index) says")
      }
    }
    if row.kind == .persons, let people = try held.narrowed.map({ try entry(at: $0) }) ?? placed {
      try comparePeople(of: row, with: people)
    }
  }

  /// Compares the members with their root. Of a million some 40 MB are in memory.
  private func comparePeople(of row: HoldRow, with entry: JournalEntry) throws {
    let query = try connection.prepare(
      "SELECT members FROM hold_member WHERE hold = ?1 AND chunk >= 0 ORDER BY chunk")
    query.bind(1, Int64(row.id))
    var members: [UInt8] = []
    while try query.step() { members += query.blob(0) }
    let pseudonyms = HeldPseudonyms.list(entry.data["pseudonyms"])
    guard members.count % HoldMembers.width == 0,
      entry.data["members"]?.integerValue == members.count / HoldMembers.width,
      entry.data["root"]?.stringValue == Hexadecimal.encode(row.locator),
      HoldMembers.root(of: members[...]).bytes == row.locator,
      entry.data["persons"]?.integerValue == row.persons,
      entry.data["spellings"]?.integerValue == row.spellings, pseudonyms == row.pseudonyms
    else { return find("the people of hold \(row.id) are not those that entry \(entry.index) says") }
  }
}
