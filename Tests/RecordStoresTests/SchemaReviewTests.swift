import RecordStores
import TestNames
import Testing

/// What the look at a schema refuses, whatever the engine.
@Suite struct SchemaReviewTests {
  private struct Catalogue: SchemaCatalogue {
    func hasNull(in column: String, of table: String) -> Bool { true }
    var triggers: [CatalogueTrigger] = []
    func lacking(_ rights: TableRights) -> (toRead: [SchemaFinding], toChange: [SchemaFinding]) { ([], []) }
    let others: [CatalogueColumn]

    func kind(of table: String) -> String? { "table" }
    func columns(of table: String) -> [CatalogueColumn] {
      [CatalogueColumn(name: "id", type: "integer", isNullable: false, isGenerated: false, keyPlace: 1)]
        + others
    }
    func indexes(of table: String) -> [(columns: [String], isUnique: Bool)] { [] }
    func references(to table: String) -> [CatalogueReference] { [] }
    func triggers(of table: String) -> [CatalogueTrigger] { triggers }
    func quoted(_ name: String) -> String { name }
    func keepers(of table: String) -> [KeptCopy] { [] }
    func otherTables(than table: String) -> [CatalogueTable] { [] }
    func otherRefusals(of table: String) -> [SchemaFinding] { [] }
    func unseen(of table: String, events: Set<TableEvent>) -> [SchemaFinding] { [] }
  }

  private func refusals(
    _ type: String, isNullable: Bool = true, isGenerated: Bool = false, hasDefault: Bool = false,
    marker: Marker? = nil,
    change: ChangedColumn? = nil
  ) throws -> [SchemaFinding] {
    let column = CatalogueColumn(
      name: "c", type: type, isNullable: isNullable, isGenerated: isGenerated,
      hasDefault: hasDefault, keyPlace: 0)
    var review = SchemaReview(
      catalogue: Catalogue(others: [column]),
      recordSet: RecordSet(name: "r", store: "s", table: "t", key: ["id"], marker: marker),
      use: SchemaUse(
        deletes: false, changedColumns: change.map { [$0] } ?? [], archive: nil, readColumns: [], events: []))
    try review.run()
    return review.refusals
  }

  @Test(
    "A trigger on UPDATE refuses rows that only go, if they can refer to each other: their references are set to null before",
    arguments: [
      (nil, false, false), (nil, true, true), (["c"], true, true), (["id"], true, false), (["C"], true, true),
    ] as [(Set<String>?, Bool, Bool)])
  func circles(assigned: Set<String>?, refersToItself: Bool, isRefused: Bool) throws {
    let column = CatalogueColumn(
      name: "c", type: "integer", isNullable: true, isGenerated: false, keyPlace: 0)
    let parent = Dependent(table: "t", references: [Dependent.Reference(column: "c", parentColumn: "id")])
    var review = SchemaReview(
      catalogue: Catalogue(
        triggers: [CatalogueTrigger(name: "noted", events: [.update], assignedColumns: assigned)],
        others: [column]),
      recordSet: RecordSet(
        name: "r", store: "s", table: "t", key: ["id"], dependents: refersToItself ? [parent] : []),
      use: SchemaUse(deletes: true, changedColumns: [], archive: nil, readColumns: [], events: []))
    try review.run()
    let isFound = review.refusals.contains {
      if case .trigger("t", "noted", .update, _) = $0 { true } else { false }
    }
    #expect(isFound == isRefused)
  }

  @Test("A marker that is never null, or that nobody can set, is refused: every row would count as done")
  func marker() throws {
    let marker = Marker(column: "c", content: .flag)
    #expect(try refusals("boolean", marker: marker).isEmpty)
    #expect(try refusals("boolean", isNullable: false).isEmpty)
    let found = try refusals("boolean", isNullable: false, marker: marker)
    #expect(found.count == 1 && "\(found[0])".contains("the marker c is NOT NULL"), "\(found)")
    #expect(
      try "\(refusals("boolean", hasDefault: true, marker: marker))".contains("the marker c has a default"))
    #expect(
      try refusals("boolean", isGenerated: true, marker: marker)
        == [.generatedColumnChanged(table: "t", column: "c")])
  }

  @Test(
    "Identifiers go into text and whole numbers alone",
    arguments: [
      ("character varying(20)", true), ("text", true), ("bigint", true), ("int(11) unsigned", true),
      ("numeric(15,0)", false), ("decimal(13,0)", false), ("double precision", false), ("date", false),
    ])
  func identifiers(type: String, isTaken: Bool) throws {
    let found = try refusals(type, change: ChangedColumn(column: "c", content: .identifier))
    #expect(found.isEmpty == isTaken, "\(found)")
    #expect(isTaken || "\(found)".contains("column of text or of whole numbers"), "\(found)")
  }
}
