import CivilTime
import Foundation
import MariaDB
import PostgreSQL
import RecordStores
import StoreBindings
import StoreConformance
import TestNames
import Testing
import Words

/// What an application does to the rows that date a record while a batch takes the record: whatever it gets done keeps the record, and what cannot be done
/// any more waits or is refused.
@Suite(.serialized) struct RelatedRaceTests {
  typealias Server = RaceDatabase.Server

  /// What the application does. Each makes the record's last visit a recent one.
  enum Act: String, CaseIterable {
    case insert, moveReference, moveDate, makeCount
    /// Takes the only recent visit away: a record that was kept may go now, and never before.
    case delete
  }

  enum Key: String, CaseIterable {
    case primary, unique, none

    /// The visitor's column that a visit refers to.
    var column: String { self == .unique ? "code" : "id" }
  }

  /// When the application does it.
  enum Moment: String, CaseIterable {
    case beforeTheLock, betweenLockAndLook, betweenLookAndChange, beforeTheCommit
  }

  struct Race: CustomTestStringConvertible, Sendable {
    let server: Server
    let key: Key
    let visitsGo: Bool

    var testDescription: String {
      "\(server.rawValue), \(key.rawValue)\(visitsGo ? ", with its visits" : "")"
    }
  }

  /// Where a foreign key is, its rows go with the record, or the record could not go.
  static let races = Server.allCases.flatMap { server in
    Key.allCases.flatMap { key in
      (key == .none ? [true, false] : [true]).map { Race(server: server, key: key, visitsGo: $0) }
    }
  }

  private static let today = CivilDate(daysSinceEpoch: 20_000)
  private static let old = today.adding(days: -4_000)
  private static let date = EventColumn(column: "date", encoding: .date)

  private static func event(_ key: Key) -> RelatedEvent {
    RelatedEvent(
      rows: RelatedRows(
        table: "visit", direction: .children,
        references: [.init(column: "visitor", parentColumn: key.column)],
        condition: .compare(column: "state", .equal, .text("made"), by: .asTheColumn)),
      date: date, choice: .latest)
  }

  private static func selection(_ race: Race, _ judge: MomentJudge, _ tagging: MomentTagging) -> Selection {
    let event = event(race.key)
    let recordSet = RecordSet(
      name: "visitor", store: "main", table: "visitor", key: ["id"], subject: "nir",
      dependents: race.visitsGo ? [Dependent(table: "visit", references: event.rows.references)] : []
    ).with(related: [event])
    let due = BoundEvent(.related(event, ifNone: nil)).dated {
      .event(
        $0,
        .reached(
          .day(today.adding(days: -1_000)), PlausibleDays(of: $0, today: today, zone: .utc), zone: .utc))
    }.simplified
    var selection = Selection(recordSet: recordSet, predicate: due)
    selection.judge = judge
    selection.tagging = tagging
    return selection
  }

  /// Two visitors who are due, each with an old visit; one with a recent one; drafts of recent days.
  private static func content(_ key: Key) -> [String] {
    let reference =
      key == .none ? "" : ", FOREIGN KEY (visitor) REFERENCES visitor (\(key.column))"
    return [
      "CREATE TABLE visitor (id INTEGER NOT NULL PRIMARY KEY, code INTEGER NOT NULL UNIQUE, nir VARCHAR(20))",
      "CREATE TABLE visit (id INTEGER NOT NULL PRIMARY KEY, visitor INTEGER, date DATE, state VARCHAR(20)\(reference))",
      "CREATE INDEX visit_visitor ON visit (visitor)",
      "INSERT INTO visitor VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c')",
      "INSERT INTO visit VALUES (11, 1, '\(old)', 'made'), (12, 1, '\(today)', 'draft'), (21, 2, '\(old)', 'made'), (31, 3, '\(today)', 'made'), (32, 3, '\(old)', 'made')",
    ]
  }

  private static func statement(_ act: Act) -> String {
    switch act {
    case .insert: "INSERT INTO visit VALUES (13, 1, '\(today)', 'made')"
    case .moveReference: "UPDATE visit SET visitor = 1 WHERE id = 31"
    case .moveDate: "UPDATE visit SET date = '\(today)' WHERE id = 11"
    case .makeCount: "UPDATE visit SET state = 'made' WHERE id = 12"
    case .delete: "DELETE FROM visit WHERE id = 31"
    }
  }

  /// Tells if a visit may come when its record was looked at already, so that the batch has to be given up: where no foreign key keeps it from coming.
  private static func mayCome(_ act: Act, at moment: Moment, _ race: Race) -> Bool {
    race.key == .none && [.insert, .moveReference].contains(act)
      && [.betweenLookAndChange, .beforeTheCommit].contains(moment)
  }

  @Test(
    "Whatever comes while a batch takes a record keeps it, at every moment", arguments: races, Act.allCases)
  func race(race: Race, act: Act) throws {
    for moment in Moment.allCases {
      let place = try RaceDatabase(race.server)
      for statement in Self.content(race.key) { try place.run(statement) }
      let application = try place.application()
      var isDone: Bool?
      func go(_ now: Moment) {
        guard now == moment, isDone == nil else { return }
        isDone = (try? application(Self.statement(act))) != nil
      }
      let judge = MomentJudge(Self.event(race.key)) { go(.betweenLookAndChange) }
      let selection = Self.selection(race, judge, MomentTagging { go(.betweenLockAndLook) })
      let store = try place.open()
      var committed: [Int64] = []
      var trouble: (any Error)?
      do {
        let batch = try store.begin(
          .delete, on: selection, limit: BatchLimit(),
          holds: AskedHolds { _ in
            go(.beforeTheLock)
            return false
          })
        go(.beforeTheCommit)
        try batch?.commit()
        committed = (batch?.keys ?? KeyList()).integers
      } catch { trouble = error }
      let what =
        "\(race.testDescription), \(act), \(moment): done \(String(describing: isDone)), \(String(describing: trouble))"
      let visitors = Set(try place.ids("visitor"))
      let visits = Set(try place.ids("visit"))
      #expect(isDone != nil, "\(what): nothing was tried")
      if isDone == true, act != .delete {
        #expect(visitors.contains(1), "\(what): a record that lives was deleted")
        let last: Int64 = [.insert: 13, .moveReference: 31, .moveDate: 11, .makeCount: 12][act] ?? 0
        #expect(visits.contains(last), "\(what): and its visit")
      }
      // Of the one whose visit was moved, an old visit is left.
      #expect(visitors.contains(3), "\(what): a record that nobody said was due")
      if trouble == nil {
        #expect(!visitors.contains(2), "\(what): the others go")
        #expect(
          Set([1, 2, 3]).subtracting(visitors) == Set(committed), "\(what): what is listed is what went")
      } else {
        // A later batch tries again, and nothing was done.
        #expect(visitors == [1, 2, 3], "\(what): half a batch")
        #expect(Self.mayCome(act, at: moment, race), "\(what)")
        switch trouble {
        case StoreError.relatedRowsCame?, StoreError.conflict?: break
        default: Issue.record("\(what)")
        }
      }
      if act != .insert || isDone != true { #expect(!visits.contains(13)) }
    }
  }

  @Test(
    "With a foreign key nothing that would keep a locked record gets done between its look and its commit",
    arguments: races)
  func closed(race: Race) throws {
    guard race.key != .none else { return }
    for act in Act.allCases where act != .delete {
      for moment in [Moment.betweenLookAndChange, .beforeTheCommit] {
        let place = try RaceDatabase(race.server)
        for statement in Self.content(race.key) { try place.run(statement) }
        let application = try place.application()
        var isDone: Bool?
        func go(_ now: Moment) {
          if now == moment, isDone == nil { isDone = (try? application(Self.statement(act))) != nil }
        }
        let judge = MomentJudge(Self.event(race.key)) { go(.betweenLookAndChange) }
        let batch = try place.open().begin(
          .delete, on: Self.selection(race, judge, MomentTagging {}), limit: BatchLimit(), holds: NoHolds())
        go(.beforeTheCommit)
        try batch?.commit()
        #expect(isDone == false, "\(race.testDescription), \(act), \(moment): it got through")
        #expect(try place.ids("visitor") == [3])
      }
    }
  }

  @Test("A visit that others have locked leaves its record to the next look", arguments: races)
  func locked(race: Race) throws {
    let place = try RaceDatabase(race.server)
    for statement in Self.content(race.key) { try place.run(statement) }
    let application = try place.application()
    try application("BEGIN")
    try application("UPDATE visit SET state = 'paid' WHERE id = 12")
    let selection = Self.selection(race, MomentJudge(Self.event(race.key)) {}, MomentTagging {})
    #expect(throws: StoreError.rowsLocked(store: "main")) {
      _ = try place.open().begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
    }
    try application("ROLLBACK")
    let batch = try place.open().begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
    try batch?.commit()
    #expect(try place.ids("visitor") == [3])
  }
}

/// Lets every record go, and says when it is asked.
private final class MomentJudge: RowJudge, @unchecked Sendable {
  // A batch asks it on one thread.
  let events: [EventColumn] = []
  let columns: [String] = []
  let related: [RelatedEvent]
  private let asked: () -> Void

  init(_ event: RelatedEvent, asked: @escaping () -> Void) {
    related = [event]
    self.asked = asked
  }

  func disagreement(_ row: JudgedRow) -> RuleID? {
    asked()
    return nil
  }
}

/// Says when a locked row's subject is noted.
final class MomentTagging: SubjectTagging, @unchecked Sendable {
  private let asked: () -> Void

  init(_ asked: @escaping () -> Void) { self.asked = asked }

  func tag(ofSpelling spelling: [UInt8]) -> UInt64 {
    asked()
    return 1
  }
}
