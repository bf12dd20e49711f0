import CivilTime
import Identifiers
import RecordStores
import TestNames
import Words

/// A hold reaches every spelling that the column's form calls one person's, whatever the column's type and collation.
extension ConformanceCase {
  private static let persons = PersonSpellings.all

  /// Rows of one form in one table: the values that their column can have, and whose they are.
  private static func rows(of column: SubjectColumn, _ form: SubjectForm) -> [(
    value: ColumnValue, person: Int
  )] {
    persons.enumerated().filter { $0.element.form == form }.flatMap { person, group in
      group.spellings.compactMap { column.value($0, as: form) }.map { ($0, person) }
    }
  }

  /// The wrong answers for one column.
  private static func check(
    _ column: SubjectColumn, _ number: Int, in store: any RecordStore, _ harness: any ConformanceHarness
  ) throws -> [String] {
    var wrong: [String] = []
    if let needs = column.needs { try harness.run(needs, in: "main") }
    for form in SubjectForm.allCases {
      let rows = rows(of: column, form)
      guard !rows.isEmpty else { continue }
      let table = "p\(number)_\(form)"
      let day = today.adding(days: -20)
      try harness.run(
        "CREATE TABLE \(table) (id bigint PRIMARY KEY, who \(column.type), ended varchar(10))", in: "main")
      try harness.insert(
        rows.enumerated().map { [.integer(Int64($0)), $1.value, .text(day.description)] }, into: table,
        in: "main")
      let set = RecordSet(
        name: RecordSetName(table), store: "main", table: table, key: ["id"], subject: "who",
        subjectForm: form)
      let selection = Selection(recordSet: set, predicate: due(by: today), orderedBy: byDate)
      for (person, group) in persons.enumerated() where group.form == form {
        // Two holds with the same spellings hold the same rows.
        for spellings in Set(group.spellings.map { HeldSpelling.all(of: $0) }) {
          let holds = SpelledHolds(spellings: spellings, form: form)
          let hold = group.spellings.filter { HeldSpelling.all(of: $0) == spellings }
          let held = rows.count { $0.person == person }
          let tally = try store.tally(selection, holds: holds)
          let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: holds)
          let gone = Set((batch?.keys ?? KeyList()).integers)
          batch?.rollback()
          let lost = rows.indices.filter { rows[$0].person == person && gone.contains(Int64($0)) }
          if tally.held != held || !lost.isEmpty || gone.count != rows.count - held {
            wrong.append(
              "\(column), \(form), hold on \(hold): \(tally.held) of \(held) counted, \(lost.map { rows[$0].value }) would go, \(gone.count) of \(rows.count - held) go"
            )
          }
        }
      }
    }
    return wrong
  }

  static let spellings: [ConformanceCase] = [
    ConformanceCase("A hold reaches every spelling of its person in a column of any type and collation") {
      harness in
      var wrong: [String] = []
      let store = try harness.open("main")
      for (number, column) in harness.subjectColumns.enumerated() {
        wrong += try check(column, number, in: store, harness)
      }
      try expect(wrong.isEmpty, wrong.joined(separator: "\n"))
    },
    ConformanceCase(
      "Subjects with bytes that are no UTF-8 reach holds and evidence as they are, on every path"
    ) {
      harness in
      try makeRawRows(harness)
      let store = try harness.open("main")
      let holds = SpelledHolds(spellings: HeldSpelling.all(of: "Ren\u{E9}"), form: .text)
      func rows(_ change: Change, _ set: RecordSet, in sets: [RecordSet]) throws
        -> (keys: [Int64], subjects: BatchSubjects)
      {
        let set = set.with(ancestry: Ancestry(sets))
        let changes: [ColumnChange]? =
          if case .pseudonymise(let changes, _, _) = change { changes } else { nil }
        var selection = Selection(
          recordSet: set, predicate: .always, orderedBy: byDate, pseudonymising: changes)
        selection.tagging = WordTagging()
        let going = sets.map { ($0.name, DependentTest.Going(recordSet: $0, predicate: .always)) }
        if set.dependents.contains(where: \.canKeep) {
          selection.dependents = DependentTest(going: Dictionary(uniqueKeysWithValues: going))
        }
        let batch = try store.begin(change, on: selection, limit: BatchLimit(), holds: holds.test(of: set))
        defer { batch?.rollback() }
        return (ids(batch?.keys ?? KeyList()), batch?.subjects ?? BatchSubjects())
      }
      let byPerson = [Dependent.Reference(column: "person", parentColumn: "id")]
      let marking = [ColumnChange(column: "who", transform: Marking())]
      let alone = raw("person")
      let tag = WordTagging.tag("ren\u{E8}")
      for change in [Change.delete, .pseudonymise(marking, markerValue: .text("d"))] {
        let found = try rows(change, alone, in: [alone])
        try expect(found.keys == [2, 3, 4] && found.subjects.records == [tag, nil, nil], "itself: \(found)")
      }
      try expect(
        try store.tally(Selection(recordSet: alone, predicate: .always), holds: holds).held == 1, "counted")
      let letters = Dependent(table: "letter", references: byPerson, subject: "who")
      let withLetters = raw("person", [letters])
      let found = try rows(.delete, withLetters, in: [withLetters])
      try expect(
        found.keys == [2, 4] && found.subjects.records == [tag, nil]
          && found.subjects.dependents.tables["letter"]?.subjects == [tag], "by a dependent: \(found)")
      let bound = raw("letter")
      let withBound = raw(
        "person", [Dependent(table: "letter", references: byPerson, recordSets: ["letter"])])
      let kept = try rows(.delete, withBound, in: [withBound, bound]).keys
      try expect(kept == [2, 4], "by a record set that refers to it: \(kept)")
      let notes = raw("note", subject: nil)
      let withNotes = raw("person", [Dependent(table: "note", references: byPerson, recordSets: ["note"])])
      let below = try rows(.delete, notes, in: [withNotes, notes]).keys
      try expect(below == [2], "by what it depends on: \(below)")
    },
  ]

  private static func raw(_ table: String, subject: String? = "who", _ dependents: [Dependent] = [])
    -> RecordSet
  {
    RecordSet(
      name: RecordSetName(table), store: "main", table: table, key: ["id"], subject: subject,
      marker: Marker(column: "done", content: .date), dependents: dependents)
  }

  /// People whose identifiers, or those of their letters, are texts of ISO 8859-1, and notes to two of them.
  private static func makeRawRows(_ harness: any ConformanceHarness) throws {
    let (type, literal) = harness.rawBytes
    func text(_ last: String) -> String { literal.replacing("…", with: "52656E" + last) }
    for table in ["person", "letter", "note"] {
      try harness.run(
        "CREATE TABLE \(table) (id bigint PRIMARY KEY, who \(type), person bigint, ended varchar(10), done varchar(10))",
        in: "main")
    }
    for (table, rows) in [
      ("person", ["1, \(text("E9")), NULL", "2, \(text("E8")), NULL", "3, NULL, NULL", "4, NULL, NULL"]),
      ("letter", ["1, \(text("E9")), 3", "2, \(text("E8")), 4"]), ("note", ["1, NULL, 1", "2, NULL, 2"]),
    ] {
      for row in rows {
        try harness.run("INSERT INTO \(table) VALUES (\(row), '2001-01-01', NULL)", in: "main")
      }
    }
  }
}
