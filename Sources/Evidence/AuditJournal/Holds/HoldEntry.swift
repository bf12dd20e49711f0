internal import CivilTime
internal import JSONText
internal import TransparencyLog
internal import Words

/// What the entry `hold.placed` says. Members that a hold does not need are left out, so that the bytes of earlier entries stay as they were.
package struct HoldEntry: Sendable {
  let hold: Int
  let kind: HoldKind
  /// The record set, domain or store.
  var name: String?
  /// The locator of a hold on a record, a record set, a domain or a store; nil for people.
  var locator: [UInt8]?
  /// The tag of a person, in a hold under version 1 of the spellings.
  var tag: UInt64?
  var people: People?
  let terms: HoldTerms
  /// Tells if it was exported from another journal under the same evidence key.
  var isImported = false
  /// The evidence key that its locators are under; nil for the journal's first.
  var evidenceKey: String?

  /// What an entry says of the people of a hold.
  package struct People: Sendable {
    /// The version of the spellings that they are compared by.
    let spellings: Int
    let persons: Int
    /// The spellings of them all, and the root over those.
    let members: Int
    let root: TreeHash
    let pseudonyms: [HeldPseudonyms]
    /// The locators of a single person's spellings: the entry still tells whom the hold was on when the state has forgotten it. None for a list.
    let locators: [[UInt8]]

    func members(adding others: [String: JSONValue]) -> [String: JSONValue] {
      var all = others
      all["spellings"] = .integer(spellings)
      all["persons"] = .integer(persons)
      all["members"] = .integer(members)
      all["root"] = .string(Hexadecimal.encode(root.bytes))
      all["pseudonyms"] = HeldPseudonyms.jsonValue(of: pseudonyms)
      all["locators"] =
        locators.isEmpty ? nil : .array(locators.map { .string(Hexadecimal.encode($0)) })
      return all
    }
  }

  /// The member that has the name.
  static func nameMember(of kind: HoldKind) -> String {
    switch kind {
    case .domain: "domain"
    case .store: "store"
    case .subject, .persons, .record, .recordSet: "recordSet"
    }
  }

  var jsonValue: JSONValue {
    var members: [String: JSONValue] = [
      "hold": .integer(hold), "kind": .string(kind.rawValue), "reference": .string(terms.reference),
      "reason": .string(terms.reason), "by": .string(terms.by),
    ]
    members[Self.nameMember(of: kind)] = name.map(JSONValue.string)
    members["locator"] = locator.map { .string(Hexadecimal.encode($0)) }
    members["tag"] = tag.map { .string(EvidenceKey.text(ofTag: $0)) }
    members["authority"] = terms.authority.map(JSONValue.string)
    members["review"] = terms.review.map { .string($0.description) }
    members["until"] = terms.until.map { .string($0.description) }
    members["restriction"] = terms.isRestriction ? .bool(true) : nil
    members["imported"] = isImported ? .bool(true) : nil
    members["evidenceKey"] = evidenceKey.map(JSONValue.string)
    return .object(people?.members(adding: members) ?? members)
  }
}

extension HeldPseudonyms {
  /// - Returns: nil for none.
  static func jsonValue(of pseudonyms: [HeldPseudonyms]) -> JSONValue? {
    guard !pseudonyms.isEmpty else { return nil }
    return .array(
      pseudonyms.map { .object(["domain": .string($0.domain.rawValue), "version": .integer($0.version)]) })
  }

  /// - Returns: nil for what is no list of them.
  static func list(_ value: JSONValue?) -> [HeldPseudonyms]? {
    guard let value, value != .null else { return [] }
    guard case .array(let values) = value else { return nil }
    let list = values.compactMap { value in
      value["domain"]?.stringValue.flatMap { domain in
        value["version"]?.integerValue.map { HeldPseudonyms(domain: DomainID(domain), version: $0) }
      }
    }
    return list.count == values.count ? list : nil
  }
}
