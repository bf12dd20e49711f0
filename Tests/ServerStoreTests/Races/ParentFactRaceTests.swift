import CivilTime
import RecordStores
import StoreBindings
import StoreConformance
import TestNames
import Testing
import Words

/// What an application does to the row that tells a record's fact while a batch takes the record: whatever it gets done keeps the record, and what cannot be done
/// any more is refused.
@Suite(.serialized) struct ParentFactRaceTests {
  /// Each makes payment 1 one of the shop, which is kept.
  enum Act: String, CaseIterable {
    case changeWord, moveReference, clearWord, deleteParent
    /// Payment 2 refers to a contract that is not there.
    case insertParent
  }

  enum Moment: String, CaseIterable {
    case beforeTheLock, betweenLockAndLook, betweenLookAndChange, beforeTheCommit
  }

  struct Race: CustomTestStringConvertible, Sendable {
    let server: RelatedRaceTests.Server
    let pseudonymises: Bool

    var testDescription: String { "\(server.rawValue)\(pseudonymises ? ", pseudonymising" : "")" }
  }

  static let races = RelatedRaceTests.Server.allCases.flatMap { server in
    [false, true].map { Race(server: server, pseudonymises: $0) }
  }

  private static let rows = RelatedRows(
    table: "contract", direction: .parent, references: [.init(column: "contract", parentColumn: "id")])
  private static let parent = ParentColumns(rows: rows, columns: ["kind"])
  private static let web = Predicate.some(rows, .isOneOf(column: "kind", [.text("web")]))
  private static let shop = Predicate.some(rows, .isOneOf(column: "kind", [.text("shop")]))

  /// Without a foreign key: a row may refer to nothing.
  private static let content = [
    "CREATE TABLE contract (id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(20), note VARCHAR(20))",
    "CREATE TABLE payment (id INTEGER NOT NULL PRIMARY KEY, contract INTEGER, nir VARCHAR(20), name VARCHAR(20), kind VARCHAR(20))",
    "INSERT INTO contract VALUES (1, 'web', 'x'), (2, 'shop', 'x'), (3, 'web', 'x')",
    "INSERT INTO payment VALUES (1, 1, 'a', 'A', 'shop'), (2, 9, 'b', 'B', 'web'), (3, 3, 'c', 'C', 'shop'), (4, 2, 'd', 'D', 'web'), (5, NULL, 'e', 'E', 'web')",
  ]

  private static func statement(_ act: Act) -> String {
    switch act {
    case .changeWord: "UPDATE contract SET kind = 'shop' WHERE id = 1"
    case .moveReference: "UPDATE payment SET contract = 2 WHERE id = 1"
    case .clearWord: "UPDATE contract SET kind = NULL WHERE id = 1"
    case .deleteParent: "DELETE FROM contract WHERE id = 1"
    case .insertParent: "INSERT INTO contract VALUES (9, 'shop', 'x')"
    }
  }

  /// What a batch asks: that the contract is of the web, or, where a contract may come, that it is none of the shop.
  private static func predicate(_ act: Act) -> Predicate { act == .insertParent ? .not(shop) : web }

  private static func due(_ act: Act) -> Set<Int64> { act == .insertParent ? [1, 2, 3, 5] : [1, 3] }

  private static func record(_ act: Act) -> Int64 { act == .insertParent ? 2 : 1 }

  private struct Batch {
    let selection: Selection
    let change: Change
  }

  private static func batch(_ race: Race, _ act: Act, go: @escaping (Moment) -> Void) -> Batch {
    let recordSet = RecordSet(
      name: "payment", store: "main", table: "payment", key: ["id"], subject: "nir"
    ).with(parents: [parent])
    let changes = [ColumnChange(column: "name", transform: Nulling())]
    var selection = Selection(
      recordSet: recordSet, predicate: predicate(act), pseudonymising: race.pseudonymises ? changes : nil)
    selection.judge = ParentMomentJudge(predicate(act), parent) { go(.betweenLookAndChange) }
    selection.tagging = MomentTagging { go(.betweenLockAndLook) }
    return Batch(
      selection: selection,
      change: race.pseudonymises ? .pseudonymise(changes, markerValue: .null) : .delete)
  }

  @Test(
    "Whatever comes to the row that tells a fact, at every moment, keeps the record or is refused",
    arguments: races, Act.allCases)
  func race(race: Race, act: Act) throws {
    for moment in Moment.allCases {
      let place = try RaceDatabase(race.server)
      for statement in Self.content { try place.run(statement) }
      let application = try place.application()
      var isDone: Bool?
      func go(_ now: Moment) {
        guard now == moment, isDone == nil else { return }
        isDone = (try? application(Self.statement(act))) != nil
      }
      let asked = Self.batch(race, act, go: go)
      var committed: Set<Int64> = []
      var trouble: (any Error)?
      do {
        let batch = try place.open().begin(
          asked.change, on: asked.selection, limit: BatchLimit(),
          holds: AskedHolds { _ in
            go(.beforeTheLock)
            return false
          })
        go(.beforeTheCommit)
        try batch?.commit()
        committed = Set((batch?.keys ?? KeyList()).integers)
      } catch { trouble = error }
      let what =
        "\(race.testDescription), \(act), \(moment): done \(String(describing: isDone)), \(String(describing: trouble))"
      #expect(isDone != nil, "\(what): nothing was tried")
      if trouble == nil {
        let kept: Set<Int64> = isDone == true ? [Self.record(act)] : []
        #expect(committed == Self.due(act).subtracting(kept), "\(what): \(committed)")
      } else {
        // Only a row that was not there can come: nothing of the batch is done, and a later one tries again.
        #expect(committed.isEmpty && act == .insertParent && isDone == true, "\(what)")
        guard case StoreError.relatedRowsCame? = trouble else {
          Issue.record("\(what)")
          continue
        }
      }
      if !race.pseudonymises {
        let left = Set(try place.ids("payment"))
        #expect(left == Set([1, 2, 3, 4, 5]).subtracting(committed), "\(what)")
      }
    }
  }

  @Test("What is locked and looked at cannot change any more", arguments: races)
  func closed(race: Race) throws {
    for act in Act.allCases where act != .insertParent {
      for moment in [Moment.betweenLookAndChange, .beforeTheCommit] {
        let place = try RaceDatabase(race.server)
        for statement in Self.content { try place.run(statement) }
        let application = try place.application()
        var isDone: Bool?
        func go(_ now: Moment) {
          if now == moment, isDone == nil { isDone = (try? application(Self.statement(act))) != nil }
        }
        let asked = Self.batch(race, act, go: go)
        let batch = try place.open().begin(
          asked.change, on: asked.selection, limit: BatchLimit(), holds: NoHolds())
        go(.beforeTheCommit)
        try batch?.commit()
        #expect(isDone == false, "\(race.testDescription), \(act), \(moment): it got through")
      }
    }
  }

  @Test("A parent that others have locked leaves its record to the next look", arguments: races)
  func locked(race: Race) throws {
    let place = try RaceDatabase(race.server)
    for statement in Self.content { try place.run(statement) }
    let application = try place.application()
    try application("BEGIN")
    try application("UPDATE contract SET kind = 'shop' WHERE id = 1")
    let asked = Self.batch(race, .changeWord) { _ in }
    #expect(throws: StoreError.rowsLocked(store: "main")) {
      _ = try place.open().begin(asked.change, on: asked.selection, limit: BatchLimit(), holds: NoHolds())
    }
    try application("ROLLBACK")
    let batch = try place.open().begin(
      asked.change, on: asked.selection, limit: BatchLimit(), holds: NoHolds())
    try batch?.commit()
    #expect(Set((batch?.keys ?? KeyList()).integers) == [1, 3])
  }
}

/// Lets the rows go of which a predicate on the parent's row is true, and says when it is asked.
private final class ParentMomentJudge: RowJudge, @unchecked Sendable {
  // A batch asks it on one thread.
  let events: [EventColumn] = []
  let columns = ["id"]
  let related: [RelatedEvent]
  private let predicate: Predicate
  private let asked: () -> Void

  init(_ predicate: Predicate, _ parent: ParentColumns, asked: @escaping () -> Void) {
    self.predicate = predicate
    self.asked = asked
    related = [RelatedEvent(reading: parent)]
  }

  func disagreement(_ row: JudgedRow) -> RuleID? {
    asked()
    return predicate.answer(about: row, columns: columns, related: related) == true ? nil : "rule"
  }
}

private struct Nulling: ColumnTransform {
  func apply(_ value: ColumnValue, subject: ColumnValue) -> ColumnValue { .null }
  func isOutput(_ value: ColumnValue) -> Bool? { value == .null }
}
