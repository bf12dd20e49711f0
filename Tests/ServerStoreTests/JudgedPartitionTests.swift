import CivilTime
import RecordStores
import StoreConformance
import TestNames
import Testing

/// A partition that goes whole is judged row by row all the same.
@Suite struct JudgedPartitionTests {
  private let person = RecordSet(
    name: "person", store: "main", table: "person", key: ["id"], subject: "nir", dropsPartitions: true)

  @Test(
    "One row that its judge does not let go keeps its partition, and nothing of the batch is done",
    arguments: PartitionServer.allCases)
  func disagreement(kind: PartitionServer) throws {
    let server = try kind.filled()
    let store = try server.open()
    // The twenty-ninth of January is the last day of the first partition.
    var selection = Selection(
      recordSet: person, predicate: .compare(column: "id", .lessOrEqual, .integer(130)))
    selection.judge = RecordingJudge(upTo: try #require(CivilDate("2001-01-27")), columns: ["nir"])
    #expect(throws: StoreError.disagreement(store: "main", recordSet: "person", rule: "rule")) {
      try store.begin(.delete, on: selection, limit: BatchLimit(rows: 10), holds: NoHolds())
    }
    #expect(try server.ids().count == 100)
    #expect(try server.partitions() == ["later", "p1", "p2", "p3"])
    let judge = RecordingJudge(upTo: try #require(CivilDate("2001-01-31")), columns: ["nir"])
    selection.judge = judge
    let batch = try #require(
      try store.begin(.delete, on: selection, limit: BatchLimit(rows: 10), holds: NoHolds()))
    #expect(batch.partition == "p1" && batch.keys.count == 30)
    #expect(Set(judge.rows.map { $0.values[0] }) == Set((101...130).map { ColumnValue.text("n\($0)") }))
    try batch.commit()
  }

  @Test(
    "A partition that goes whole says of each of its rows whom it was about",
    arguments: PartitionServer.allCases)
  func subjects(kind: PartitionServer) throws {
    let server = try kind.filled()
    var selection = Selection(
      recordSet: person, predicate: .compare(column: "id", .lessOrEqual, .integer(130)))
    selection.tagging = WordTagging()
    let batch = try #require(
      try server.open().begin(.delete, on: selection, limit: BatchLimit(rows: 10), holds: NoHolds()))
    #expect(batch.partition == "p1" && batch.keys.count == 30)
    #expect(batch.subjects.records == batch.keys.integers.map { WordTagging.tag("n\($0)") })
    try batch.commit()
  }
}
