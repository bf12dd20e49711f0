internal import CivilTime
internal import Crypto
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

extension Configuration {
  /// Returns the digest of what decides how a record set's rows are read and judged: its part of the stores file, but for pace and guards,
  /// its domain's part of the rules file, and the time zone. A survey of other bindings says nothing about these.
  func bindingDigest(of bound: BoundRecordSet) -> String {
    let parts = [
      Self.member("recordSets", bound.recordSet.name.rawValue, in: storesBytes).map {
        Self.text(of: $0, without: ["batch", "guard", "firstRun", "warnAt"])
      },
      Self.domain(bound.domain, in: rulesBytes).map(Self.withoutWords),
      schedule.timeZone.identifier,
    ]
    let text = parts.map { $0 ?? "" }.joined(separator: "\n")
    return Hexadecimal.encode(SHA256.hash(data: Array("retentiond binding v1\n\(text)\n".utf8)))
  }

  private static func members(_ name: String, in bytes: [UInt8]) -> JSONNode? {
    // Both files were loaded from these bytes, so that they parse.
    guard let root = try? JSONNode(parsing: bytes), case .object(let members) = root.content else {
      return nil
    }
    return members.first { $0.name == name }?.value
  }

  private static func member(_ group: String, _ name: String, in bytes: [UInt8]) -> JSONNode? {
    guard case .object(let members)? = members(group, in: bytes)?.content else { return nil }
    return members.first { $0.name == name }?.value
  }

  private static func domain(_ id: DomainID, in bytes: [UInt8]) -> JSONNode? {
    guard case .array(let domains)? = members("domains", in: bytes)?.content else { return nil }
    return domains.first { node in
      guard case .object(let members) = node.content,
        case .string(let name)? = members.first(where: { $0.name == "id" })?.value.content
      else { return false }
      return name == id.rawValue
    }
  }

  /// A domain without what people read: titles, sources, and what events mean.
  private static func withoutWords(_ domain: JSONNode) -> String {
    var rules = ""
    if case .object(let members) = domain.content,
      case .array(let nodes)? = members.first(where: { $0.name == "rules" })?.value.content
    {
      rules = nodes.map { text(of: $0, without: ["title", "source"]) }.joined(separator: ",")
    }
    return text(of: domain, without: ["title", "events", "rules"]) + rules
  }

  /// One text for one meaning: without spaces, and with members in the order of their names.
  ///
  /// - Parameter left: members of the node itself that are left out.
  static func text(of node: JSONNode, without left: Set<String> = []) -> String {
    switch node.content {
    case .null: "null"
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .number(let written): written
    case .string(let value): String(decoding: JSONValue.string(value).canonical, as: UTF8.self)
    case .array(let nodes): "[" + nodes.map { text(of: $0) }.joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.filter { !left.contains($0.name) }.sorted { $0.name < $1.name }.map {
          String(decoding: JSONValue.string($0.name).canonical, as: UTF8.self) + ":" + text(of: $0.value)
        }.joined(separator: ",") + "}"
    }
  }
}
