import CivilTime
import Foundation
import RecordStores
import Testing

/// What the program reads, what editors offer, and what the document says are one list.
@Suite struct DateFormNamesTests {
  private func file(_ path: String) throws -> Data {
    try Data(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../" + path))
  }

  private func member(_ object: Any?, _ path: String...) -> Any? {
    path.reduce(object) { ($0 as? [String: Any])?[$1] }
  }

  @Test func theSchemaHasEachNameAndAsksForAZoneWhereOneIsNeeded() throws {
    let schema = try JSONSerialization.jsonObject(with: file("docs/schemas/stores.schema.json"))
    let zoned = EventColumn.Encoding.all(zone: .utc).filter { $0.zone != nil }.map(\.name)
    for name in ["columnEvent", "relatedDate", "ownDate"] {
      let event = member(schema, "$defs", name)
      #expect(member(event, "properties", "as", "enum") as? [String] == EventColumn.Encoding.names, "\(name)")
      #expect(member(event, "if", "properties", "as", "enum") as? [String] == zoned, "\(name)")
    }
  }

  @Test func theDocumentNamesEachForm() throws {
    let text = String(decoding: try file("docs/stores-file.md"), as: UTF8.self)
    let section = try #require(text.split(separator: "\n## Dates\n").last?.split(separator: "\n## ").first)
    for name in EventColumn.Encoding.names where !name.hasSuffix(" hh:mm") {
      #expect(section.contains("`\(name)`"), "\(name)")
    }
    #expect(section.contains("`DD/MM/YYYY hh:mm`"))
  }
}
