internal import CivilTime
package import RecordStores
internal import StoreBindings

/// Visitors and their visits, in every combination of dates: what an event in another table is tried on. The two tables have columns of the same names, so that
/// a question without a table's name before a column would be about the wrong one.
package struct RelatedTable: Sendable {
  /// What a date can be.
  package enum Kind: CaseIterable, Sendable {
    case missing, impossible, early, today, future

    package var isDated: Bool { self != .missing && self != .impossible }

    /// As the column has it.
    package var text: String? {
      switch self {
      case .missing: nil
      case .impossible: "1700-01-01"
      case .early: ConformanceCase.today.adding(days: -4_000).description
      case .today: ConformanceCase.today.description
      case .future: ConformanceCase.today.adding(days: 10).description
      }
    }

    /// In the order of time, of dates.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// A visitor, by the date in its own row and those of its visits.
  package struct Visitor: Sendable {
    package let id: Int64
    package let own: Kind
    package let visits: [Kind]

    /// What the row says of visits: that there never was one, something else, or nothing. With each kind of own date and without visits there is each of them.
    var word: String? { ["never", "draft", nil, ""][Int(id - 1) / Kind.allCases.count % 4] }

    /// The date by a rule that is written out here and nowhere in the program: the own one counts if there is no visit.
    package func date(_ choice: RelatedEvent.Choice, hasOwn: Bool) -> Kind {
      guard !visits.isEmpty else { return hasOwn ? own : .missing }
      let dated = visits.filter(\.isDated)
      switch choice {
      case .latest, .only:
        if visits.contains(.impossible) { return .impossible }
        if visits.contains(.missing) { return .missing }
        return dated.max { $0.rank < $1.rank } ?? .missing
      case .earliest:
        if let first = dated.min(by: { $0.rank < $1.rank }) { return first }
        return visits.contains(.impossible) ? .impossible : .missing
      }
    }
  }

  package static let visitors = ConformanceTable(
    "visitor", [("id", .integer), ("date", .text), ("created", .text), ("state", .text)], key: ["id"],
    indexed: ["date"])
  package static let visits = ConformanceTable(
    "visit", [("number", .integer), ("id", .integer), ("date", .text), ("created", .text), ("state", .text)],
    key: ["number"], indexed: ["id"])

  /// None to three visits of every kind, with every kind of date of the visitor's own.
  package static let all: [Visitor] = {
    var lists: [[Kind]] = [[]]
    for length in 1...3 {
      lists += lists.filter { $0.count == length - 1 }.flatMap { list in Kind.allCases.map { list + [$0] } }
    }
    let pairs = lists.flatMap { list in Kind.allCases.map { (list, $0) } }
    return pairs.enumerated().map { Visitor(id: Int64($0 + 1), own: $1.1, visits: $1.0) }
  }()

  static let date = EventColumn(column: "date", encoding: .date)
  /// Drafts are no visits.
  static let condition = Predicate.not(.compare(column: "state", .equal, .text("draft"), by: .asTheColumn))

  static func event(_ choice: RelatedEvent.Choice) -> RelatedEvent {
    let references = [Dependent.Reference(column: "id", parentColumn: "id")]
    return RelatedEvent(
      rows: RelatedRows(
        table: choice == .only ? "visitor" : "visit", direction: choice == .only ? .parent : .children,
        references: references, condition: choice == .only ? .always : condition), date: date, choice: choice)
  }

  /// Makes both tables. Each second visitor has a draft of a later day beside its visits, and each third one that refers to nobody.
  package static func make(_ harness: any ConformanceHarness, _ visitors: [Visitor] = all) throws {
    try harness.makeTable(Self.visitors, in: "main")
    try harness.makeTable(visits, in: "main")
    var number = 0
    var rows: [String] = []
    func literal(_ text: String?) -> String { text.map { "'\($0)'" } ?? "NULL" }
    func add(_ id: String, _ kind: Kind, _ state: String) {
      number += 1
      // The columns that both tables have say something else here, which no question is about.
      rows.append("(\(number), \(id), \(literal(kind.text)), '2001-01-01', '\(state)')")
    }
    for visitor in visitors {
      for kind in visitor.visits { add("\(visitor.id)", kind, "made") }
      if visitor.id.isMultiple(of: 2) { add("\(visitor.id)", .future, "draft") }
      if visitor.id.isMultiple(of: 3) { add("NULL", .future, "made") }
    }
    let people = visitors.map { "(\($0.id), \(literal($0.own.text)), '1999-01-01', \(literal($0.word)))" }
    for (table, rows) in [("visitor", people), ("visit", rows)] {
      for start in stride(from: 0, to: rows.count, by: 500) {
        let part = rows[start..<min(start + 500, rows.count)].joined(separator: ", ")
        try harness.run("INSERT INTO \(table) VALUES \(part)", in: "main")
      }
    }
  }
}
