import CivilTime
import Foundation
import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// What an application does to rows that stay and lose their reference, while a batch takes the record that they refer to: none loses it unasked, and none is left behind that
/// the batch has not seen.
@Suite(.serialized) struct LosingRaceTests {
  typealias Server = RaceDatabase.Server

  enum Act: String, CaseIterable {
    /// A held person's row comes to the record.
    case insert
    /// A held person's row is moved to the record.
    case move
    /// A row of the record becomes another's.
    case leave
    case delete
    /// Somebody takes the reference before the batch does.
    case lose

    var statement: String {
      switch self {
      case .insert: "INSERT INTO line VALUES (13, 1, 'rheld')"
      case .move: "UPDATE line SET owner = 1 WHERE id = 31"
      case .leave: "UPDATE line SET owner = 3 WHERE id = 11"
      case .delete: "DELETE FROM line WHERE id = 11"
      case .lose: "UPDATE line SET owner = NULL WHERE id = 11"
      }
    }
  }

  enum Moment: String, CaseIterable {
    case beforeTheLock, betweenLockAndWalk, duringTheWalk, betweenListAndUpdate, beforeTheCommit
  }

  struct Race: CustomTestStringConvertible, Sendable {
    let server: Server
    /// What the foreign key does; nil for none.
    let key: String?

    var testDescription: String { "\(server.rawValue), \(key ?? "no key")" }
  }

  static let races = Server.allCases.flatMap { server in
    [nil, "SET NULL", "CASCADE", "RESTRICT"].map { Race(server: server, key: $0) }
  }

  private static var recordSet: RecordSet {
    var losing = Dependent(
      table: "line", references: [.init(column: "owner", parentColumn: "id")], subject: "nir")
    losing.losesReference = true
    let person = RecordSet(
      name: "person", store: "main", table: "person", key: ["id"], subject: "nir", dependents: [losing])
    return person.with(ancestry: Ancestry([person]))
  }

  /// The first and the second are due, each with a line; the third is not, and has two: one is a held person's.
  private static func content(_ race: Race) -> [String] {
    let key = race.key.map { ", FOREIGN KEY (owner) REFERENCES person (id) ON DELETE \($0)" } ?? ""
    return [
      "CREATE TABLE person (id INTEGER NOT NULL PRIMARY KEY, due INTEGER NOT NULL, nir VARCHAR(20))",
      "CREATE TABLE line (id INTEGER NOT NULL PRIMARY KEY, owner INTEGER, nir VARCHAR(20)\(key))",
      "CREATE INDEX line_owner ON line (owner)",
      "INSERT INTO person VALUES (1, 1, 'p1'), (2, 1, 'p2'), (3, 0, 'p3')",
      "INSERT INTO line VALUES (11, 1, 'r11'), (21, 2, 'r21'), (31, 3, 'rheld'), (32, 3, 'r32')",
    ]
  }

  @Test(
    "No line loses its person unasked, and none refers to one that is gone by a key, whatever comes while a batch is made",
    arguments: races, Act.allCases)
  func race(race: Race, act: Act) throws {
    for moment in Moment.allCases {
      let place = try RaceDatabase(race.server)
      for statement in Self.content(race) { try place.run(statement) }
      let application = try place.application()
      var isDone: Bool?
      func go(_ now: Moment) {
        guard now == moment, isDone == nil else { return }
        do {
          try application(act.statement)
          isDone = true
        } catch {
          isDone = false
        }
      }
      var selection = Selection(
        recordSet: Self.recordSet, predicate: .compare(column: "due", .equal, .integer(1)))
      selection.dependents = DependentTest(going: [:])
      selection.tagging = ToldTagging {
        go($0.hasPrefix("p") ? .betweenLockAndWalk : .betweenListAndUpdate)
      }
      let holds = AskedHolds { subject in
        go(subject.hasPrefix("p") ? .beforeTheLock : .duringTheWalk)
        return subject == "rheld"
      }
      var trouble: (any Error)?
      var lost = 0
      do {
        let batch = try place.open().begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
        lost = batch?.withoutReference.values.reduce(0, +) ?? 0
        go(.beforeTheCommit)
        try batch?.commit()
      } catch { trouble = error }
      let persons = Set(try place.ids("person"))
      let lines = Set(try place.ids("line"))
      let referring = Set(try place.referring())
      let what =
        "\(race.testDescription), \(act), \(moment): done \(String(describing: isDone)), \(String(describing: trouble)): \(persons.sorted()), \(lines.sorted()), \(referring.sorted())"
      #expect(isDone != nil, "\(what): nothing was tried")
      #expect(lines.isSuperset(of: [21, 31, 32]), "\(what): a line went")
      #expect(lines.contains(11) || act == .delete, "\(what): a line went")
      // What is held keeps its reference, however it came to the record.
      #expect(referring.contains(31), "\(what): a held person's line lost its reference")
      if lines.contains(13) { #expect(referring.contains(13), "\(what): a held person's line lost it") }
      if act == .leave, isDone == true { #expect(referring.contains(11), "\(what): another's line lost it") }
      // A key keeps out what would come to a record that goes.
      let came = lines.contains(13) || act == .move && isDone == true
      if race.key != nil, came { #expect(persons.contains(1), "\(what)") }
      if trouble == nil {
        #expect(!persons.contains(2) && !referring.contains(21), "\(what): the second goes from its line")
        let others: Set<Int64> = act == .lose && isDone == true ? [11] : []
        let ours = lines.intersection([11, 21]).subtracting(referring).subtracting(others)
        #expect(lost == ours.count, "\(what): \(lost)")
      } else {
        #expect(persons == [1, 2, 3] && referring.contains(21), "\(what): half a batch")
        guard case StoreError.conflict? = trouble else {
          Issue.record("\(what)")
          continue
        }
      }
    }
  }
}

/// Says which subject is noted.
private final class ToldTagging: SubjectTagging, @unchecked Sendable {
  // A batch asks it on one thread.
  private let asked: (String) -> Void

  init(_ asked: @escaping (String) -> Void) { self.asked = asked }

  func tag(ofSpelling spelling: [UInt8]) -> UInt64 {
    asked(String(decoding: spelling, as: UTF8.self))
    return 1
  }
}

extension RaceDatabase {
  /// The lines that refer to somebody.
  fileprivate func referring() throws -> [Int64] {
    let shown = ConformanceTable("line", [("id", .integer), ("owner", .integer)], key: ["id"])
    return try rows(of: shown).values.compactMap { row in
      if case .integer(let id) = row[0], row[1] != .null { id } else { nil }
    }
  }
}
