package import CivilTime
internal import JSONText
internal import TransparencyLog
internal import Words

/// A hold that is taken from one journal to another under the same evidence key.
///
/// The file has no identifier: whoever reads it learns the case, its reason and how many people it is about. A code under the evidence key is over all of
/// it, so that nobody else can make one or take people from it.
extension AuditJournal {
  private static let transferVersion = 1

  /// Returns a hold as a file for another journal.
  package func exportHold(_ id: Int) throws -> [UInt8] {
    try inOneRead {
      let row = try holdRow(id)
      let key = try evidenceKey(of: row)
      var members: [String: JSONValue] = [
        "retentiondHold": .integer(Self.transferVersion), "evidenceKey": .string(key.id),
        "journal": .string(location.origin), "hold": .integer(id), "kind": .string(row.kind.rawValue),
        "locator": .string(Hexadecimal.encode(row.locator)), "reference": .string(row.terms.reference),
        "reason": .string(row.terms.reason), "restriction": .bool(row.terms.isRestriction),
      ]
      members["name"] = row.name.map(JSONValue.string)
      members["tag"] = row.tag.map { .string(EvidenceKey.text(ofTag: UInt64(bitPattern: $0))) }
      members["authority"] = row.terms.authority.map(JSONValue.string)
      members["review"] = row.terms.review.map { .string($0.description) }
      members["until"] = row.terms.until.map { .string($0.description) }
      if row.kind == .persons {
        let people = try storedPersons(of: row)
        members["spellings"] = .integer(HeldPersons.spellings)
        members["persons"] = .integer(people.count)
        members["members"] = .string(Base64.encode(people.members.bytes))
        members["shared"] = .string(Base64.encode(people.shared))
        members["pseudonyms"] = HeldPseudonyms.jsonValue(of: people.pseudonyms)
      }
      let code = key.transferCode(of: JSONValue.object(members).canonical)
      members["code"] = .string(Hexadecimal.encode(code))
      return JSONValue.object(members).canonical
    }
  }

  /// Places a hold that another journal exported.
  ///
  /// - Throws: `JournalError.key` if it was made under an evidence key that this journal never had or that is not at hand, and `JournalError.text` if it is no such file.
  package func importHold(_ bytes: [UInt8], by: String, at time: Instant) throws -> PlacedHold {
    guard let node = try? JSONNode(parsing: bytes), case .object(var members)? = JSONValue(node),
      members["retentiondHold"]?.integerValue == Self.transferVersion
    else { throw Self.noHold("it is no hold that this program exported") }
    guard let key = members["evidenceKey"]?.stringValue.flatMap(evidenceTurns.key) else {
      throw JournalError.key(
        "the hold was exported under the evidence key \(members["evidenceKey"]?.stringValue ?? "?"), and this journal has \(evidenceTurns.known.map(\.id).joined(separator: ", "))",
        remedy: "nobody could be compared; place the hold anew")
    }
    let code = members.removeValue(forKey: "code")?.stringValue
    guard code == Hexadecimal.encode(key.transferCode(of: JSONValue.object(members).canonical)) else {
      throw Self.noHold("it was changed since it was exported")
    }
    let content = try Self.content(members)
    var terms = HoldTerms(
      reference: members["reference"]?.stringValue ?? "", reason: members["reason"]?.stringValue ?? "",
      by: by,
      authority: members["authority"]?.stringValue)
    terms.review = members["review"]?.stringValue.flatMap { CivilDate($0) }
    terms.until = members["until"]?.stringValue.flatMap { CivilDate($0) }
    terms.isRestriction = members["restriction"] == .bool(true)
    try terms.check()
    return try write(at: time) {
      let locator = content.locator ?? content.people?.members.root.bytes
      let same = try holdRows().first {
        $0.kind == content.kind && $0.locator == locator && $0.terms.reference == terms.reference
      }
      if let same {
        throw JournalError.text(
          field: "hold", cause: "it is in force here already, as hold \(same.id): nothing was placed")
      }
      let placed = try insert(content, terms, at: time, isImported: true, under: key.id)
      try raiseHoldGeneration()
      return placed
    }
  }

  private static func noHold(_ cause: String) -> JournalError {
    .text(field: "file", cause: "\(cause): export the hold once more with `retentiond hold export`")
  }

  private static func content(_ members: [String: JSONValue]) throws -> HoldContent {
    guard let kind = members["kind"]?.stringValue.flatMap(HoldKind.init),
      let locator = members["locator"]?.stringValue.flatMap(Hexadecimal.decode), locator.count == 32
    else { throw noHold("it does not say what it keeps") }
    let tag = members["tag"]?.stringValue.flatMap { UInt64($0, radix: 16) }
    guard kind == .persons else {
      guard (kind == .subject) == (tag != nil), (kind == .subject) == (members["name"] == nil) else {
        throw noHold("it does not say what it keeps")
      }
      return HoldContent(kind: kind, name: members["name"]?.stringValue, locator: locator, tag: tag)
    }
    guard members["spellings"]?.integerValue == HeldPersons.spellings,
      let bytes = members["members"]?.stringValue.flatMap(Base64.decode),
      let people = HoldMembers(bytes: bytes),
      people.count > 0, let shared = members["shared"]?.stringValue.flatMap(Base64.decode),
      shared.count.isMultiple(of: 32), let count = members["persons"]?.integerValue, count > 0,
      let pseudonyms = HeldPseudonyms.list(members["pseudonyms"])
    else { throw noHold("its people cannot be read") }
    return HoldContent(
      kind: kind, people: .stored(members: people, shared: shared, count: count, pseudonyms: pseudonyms))
  }
}
