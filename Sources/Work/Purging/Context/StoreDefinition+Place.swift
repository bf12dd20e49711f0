internal import Crypto
internal import JSONText
package import StoreBindings
internal import Words

extension StoreDefinition {
  /// The digest of where stores.json has the store. Whoever approves another place has approved what is there.
  package var place: String { Self.place(of: engine) }

  /// The place at which the journal has to know the store: that of the approved files, by whatever way newer ones reach it.
  package var knownPlace: String { Self.place(of: approvedEngine ?? engine) }

  private static func place(of engine: Engine) -> String {
    let value: JSONValue =
      switch engine {
      case .sqlite(let path, _): .object(["sqlite": .string(path)])
      case .documents(let path): .object(["documents": .string(path)])
      case .server(let address):
        .object(
          [
            address.kind.rawValue: .array(
              address.hosts.map { .string("\($0.name ?? "") \($0.port.map(String.init) ?? "")") }),
            "service": address.service.map(JSONValue.string),
            "database": address.database.map(JSONValue.string),
            "schema": address.schema.map(JSONValue.string),
          ].compactMapValues { $0 })
      }
    return Hexadecimal.encode(SHA256.hash(data: Array("retentiond store v1\n".utf8) + value.canonical))
  }
}
