import CivilTime
import Foundation
import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import TestNames
import Testing
import Words

/// What an application does to rows of which some go with a record and others do not, while a batch takes the record: a row goes as what it is when it goes, and
/// only if a hold was asked about it.
@Suite(.serialized) struct DependentRaceTests {
  typealias Server = RaceDatabase.Server

  /// How rows are told that go from those that do not.
  enum Kind: String, CaseIterable {
    /// `where`: the others are nobody's.
    case condition
    /// `otherwise`: the others keep their record.
    case rest
  }

  enum Act: String, CaseIterable {
    /// A row that goes becomes one that does not.
    case leave
    /// A held person's row becomes one that would go.
    case enter
    /// A held person's row is moved to the record.
    case move
    case insert
    /// The same in a table all of whose rows go.
    case insertMemo
    case delete

    var statement: String {
      switch self {
      case .leave: "UPDATE remark SET kind = 'bill' WHERE id = 11"
      case .enter: "UPDATE remark SET kind = 'note' WHERE id = 42"
      case .move: "UPDATE remark SET owner = 1 WHERE id = 31"
      case .insert: "INSERT INTO remark VALUES (13, 'note', 1, 'rheld')"
      case .insertMemo: "INSERT INTO memo VALUES (9, 1, 'mheld')"
      case .delete: "DELETE FROM paper WHERE remark = 11; DELETE FROM remark WHERE id = 11"
      }
    }
  }

  enum Moment: String, CaseIterable {
    case beforeTheLock, betweenLockAndWalk, betweenTheParts, duringTheWalk, betweenListAndDelete,
      beforeTheCommit
  }

  struct Race: CustomTestStringConvertible, Sendable {
    let server: Server
    let kind: Kind
    let hasKey: Bool

    var testDescription: String {
      "\(server.rawValue), \(kind.rawValue)\(hasKey ? ", with a foreign key" : "")"
    }
  }

  /// A foreign key and a condition refuse each other.
  static let races = Server.allCases.flatMap { server in
    [(Kind.condition, false), (.rest, false), (.rest, true)].map {
      Race(server: server, kind: $0, hasKey: $1)
    }
  }

  private static func recordSet(_ kind: Kind) -> RecordSet {
    let isNote = Predicate.compare(column: "kind", .equal, .text("note"), by: .asTheColumn)
    let paper = Dependent(table: "paper", references: [.init(column: "remark", parentColumn: "id")])
    var going = Dependent(
      table: "remark", references: [.init(column: "owner", parentColumn: "id")], subject: "nir",
      dependents: [paper])
    var parts: [Dependent] = []
    switch kind {
    case .condition: going.condition = isNote
    case .rest:
      var keeping = Dependent(table: "remark", references: going.references, recordSets: ["remark"])
      keeping.share = .not(isNote)
      parts.append(keeping)
      (going.share, going.recordsOf) = (isNote, ["remark"])
    }
    // What is asked between the two parts.
    parts.append(
      Dependent(table: "memo", references: [.init(column: "owner", parentColumn: "id")], subject: "nir"))
    parts.append(going)
    let remark = RecordSet(name: "remark", store: "main", table: "remark", key: ["id"], subject: "nir")
    let person = RecordSet(
      name: "person", store: "main", table: "person", key: ["id"], subject: "nir", dependents: parts)
    return person.with(ancestry: Ancestry([person, remark]))
  }

  /// The first person has a note, the second, too, the fourth a note and a bill; the third is not due. The bill and the third's note are about somebody who is held.
  private static func content(_ race: Race) -> [String] {
    let key = race.hasKey ? ", FOREIGN KEY (owner) REFERENCES person (id)" : ""
    return [
      "CREATE TABLE person (id INTEGER NOT NULL PRIMARY KEY, due INTEGER NOT NULL, nir VARCHAR(20))",
      "CREATE TABLE remark (id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(20), owner INTEGER, nir VARCHAR(20)\(key))",
      "CREATE INDEX remark_owner ON remark (owner)",
      "CREATE TABLE paper (id INTEGER NOT NULL PRIMARY KEY, remark INTEGER, FOREIGN KEY (remark) REFERENCES remark (id))",
      "CREATE INDEX paper_remark ON paper (remark)",
      "CREATE TABLE memo (id INTEGER NOT NULL PRIMARY KEY, owner INTEGER, nir VARCHAR(20))",
      "INSERT INTO memo VALUES (1, 2, 'm1')",
      "INSERT INTO person VALUES (1, 1, 'p1'), (2, 1, 'p2'), (3, 0, 'p3'), (4, 1, 'p4')",
      "INSERT INTO remark VALUES (11, 'note', 1, 'r11'), (21, 'note', 2, 'r21'), (31, 'note', 3, 'rheld'), (41, 'note', 4, 'r41'), (42, 'bill', 4, 'rheld')",
      "INSERT INTO paper VALUES (11, 11), (21, 21), (31, 31), (41, 41), (42, 42)",
    ]
  }

  /// Tells if a row may come when holds were asked already, so that the batch has to be given up: where no foreign key keeps it from coming.
  private static func mayCome(_ act: Act, at moment: Moment, _ race: Race) -> Bool {
    switch act {
    case .insertMemo: [.betweenTheParts, .duringTheWalk, .betweenListAndDelete].contains(moment)
    case .insert, .move: !race.hasKey && [.duringTheWalk, .betweenListAndDelete].contains(moment)
    case .leave, .enter, .delete: false
    }
  }

  @Test(
    "A row goes as what it is when it goes, and never unasked, whatever comes while a batch is made",
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
          for statement in act.statement.split(separator: "; ") { try application(String(statement)) }
          isDone = true
        } catch {
          isDone = false
        }
      }
      var selection = Selection(
        recordSet: Self.recordSet(race.kind), predicate: .compare(column: "due", .equal, .integer(1)))
      selection.dependents = DependentTest(going: [:])
      selection.tagging = SpelledTagging {
        go($0.hasPrefix("p") ? .betweenLockAndWalk : .betweenListAndDelete)
      }
      let holds = AskedHolds { subject in
        go(
          subject.hasPrefix("p") ? .beforeTheLock : subject.hasPrefix("m") ? .betweenTheParts : .duringTheWalk
        )
        return ["rheld", "mheld"].contains(subject)
      }
      var trouble: (any Error)?
      do {
        let batch = try place.open().begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
        go(.beforeTheCommit)
        try batch?.commit()
      } catch { trouble = error }
      let persons = Set(try place.ids("person"))
      let remarks = Set(try place.ids("remark"))
      let papers = Set(try place.ids("paper"))
      let what =
        "\(race.testDescription), \(act), \(moment): done \(String(describing: isDone)), \(String(describing: trouble)): \(persons.sorted()), \(remarks.sorted()), \(papers.sorted())"
      #expect(isDone != nil, "\(what): nothing was tried")
      // What is held stays, however it came to the record.
      #expect(remarks.isSuperset(of: [31, 42]), "\(what): a held person's row went")
      if isDone == true, act == .insert { #expect(remarks.contains(13), "\(what): a held person's row went") }
      if isDone == true, act == .insertMemo {
        #expect(try place.ids("memo").contains(9), "\(what): a held person's memo went")
      }
      if isDone == true, act == .leave {
        #expect(remarks.contains(11), "\(what): a row went that does not go any more")
        if race.kind == .rest { #expect(persons.contains(1), "\(what): a record went that its row keeps") }
      }
      if race.kind == .rest { #expect(persons.contains(4), "\(what): a bill keeps its record") }
      // Papers go with their remark, and with nothing else.
      let without: Set<Int64> = remarks.contains(13) ? [13] : []
      let gone: Set<Int64> = act == .delete && isDone == true ? [11] : []
      #expect(
        remarks.subtracting(without)
          == papers.union(gone).intersection(remarks.union(papers)).subtracting(gone), "\(what)")
      #expect(persons.contains(3), "\(what): the third is not due")
      if trouble == nil {
        #expect(!persons.contains(2) && !remarks.contains(21), "\(what): the second goes with its note")
      } else {
        #expect(persons == [1, 2, 3, 4], "\(what): half a batch")
        #expect(isDone == true && Self.mayCome(act, at: moment, race), "\(what)")
        switch trouble {
        case StoreError.conflict?: break
        default: Issue.record("\(what)")
        }
      }
    }
  }
}

/// Says which subject is noted.
private final class SpelledTagging: SubjectTagging, @unchecked Sendable {
  // A batch asks it on one thread.
  private let asked: (String) -> Void

  init(_ asked: @escaping (String) -> Void) { self.asked = asked }

  func tag(ofSpelling spelling: [UInt8]) -> UInt64 {
    asked(String(decoding: spelling, as: UTF8.self))
    return 1
  }
}
