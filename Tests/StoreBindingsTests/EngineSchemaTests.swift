import Foundation
import Testing

@testable import StoreBindings

/// The schema that editors read knows each engine that the loader knows.
@Suite struct EngineSchemaTests {
  private func engines(_ node: Any) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    if let list = node as? [Any] {
      for item in list { found.merge(engines(item)) { $0.union($1) } }
    }
    guard let object = node as? [String: Any] else { return found }
    if let properties = object["properties"] as? [String: Any],
      let engine = properties["engine"] as? [String: Any]
    {
      let words = (engine["enum"] as? [String] ?? []) + [engine["const"] as? String].compactMap(\.self)
      for word in words { found[word, default: []].formUnion(properties.keys) }
    }
    for value in object.values { found.merge(engines(value)) { $0.union($1) } }
    return found
  }

  @Test("docs/schemas has each engine of the loader, with its members, and no other")
  func joined() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../docs/schemas/stores.schema.json")
    let engines = engines(try JSONSerialization.jsonObject(with: Data(contentsOf: file)))
    #expect(Set(engines.keys) == Set(EngineWord.allCases.map(\.word)))
    for word in EngineWord.allCases {
      let members = engines[word.word, default: []]
      let unknown = Set(word.members).subtracting(members)
      #expect(unknown.isEmpty, "\(word.word) takes \(unknown.sorted()), and the schema does not")
    }
  }
}
