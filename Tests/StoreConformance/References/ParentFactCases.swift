import RecordStores
internal import StoreBindings
import TestNames
import Words

/// Facts of the row that a record refers to: each engine finds what a rule written out by hand finds. Both tables have columns of the same names.
extension ConformanceCase {
  private static let contracts = ConformanceTable(
    "contract", [("id", .integer), ("kind", .text), ("ended", .text)], key: ["id"])
  private static let payments = ConformanceTable(
    "payment", [("id", .integer), ("contract_id", .integer), ("kind", .text), ("ended", .text)], key: ["id"],
    indexed: ["contract_id", "ended"])

  /// The contracts' words, in the order of their keys.
  private static let words: [String?] = ["web", "shop", "WEB", "w-app", "fax", "", nil, "web ", "shopping"]

  private static let rows = RelatedRows(
    table: "contract", direction: .parent, references: [.init(column: "contract_id", parentColumn: "id")])

  private static let binding = FactBinding.parent(
    rows,
    .values(
      column: "kind",
      ["online": [.value(.text("web")), .prefix("w-")], "counter": [.value(.text("shop"))]]))

  /// The value by hand: nil for a word that stands for none, and an empty text for no word.
  private static func value(ofContract id: Int64?) -> String? {
    guard let id, words.indices.contains(Int(id) - 1), let word = words[Int(id) - 1] else { return "" }
    return ["web": "online", "w-app": "online", "shop": "counter"][word]
  }

  /// The contract of each payment: each one, one that is not there, and none.
  private static let contractOf: [Int64?] = (0..<44).map { place in
    switch place % 11 {
    case 0: 99
    case 1: nil
    default: Int64(place % 11 - 1)
    }
  }

  private static func makePayments(_ harness: any ConformanceHarness) throws {
    try harness.makeTable(contracts, in: "main")
    try harness.makeTable(payments, in: "main")
    func literal(_ text: String?) -> String { text.map { "'\($0)'" } ?? "NULL" }
    let contracts = words.enumerated().map { "(\($0 + 1), \(literal($1)), '2090-01-01')" }
    // What the payments' own column says is another thing.
    let rows = contractOf.enumerated().map { place, contract in
      "(\(place + 1), \(contract.map(String.init) ?? "NULL"), '\(place.isMultiple(of: 2) ? "shop" : "web")', '2001-01-01')"
    }
    try harness.run("INSERT INTO contract VALUES \(contracts.joined(separator: ", "))", in: "main")
    try harness.run("INSERT INTO payment VALUES \(rows.joined(separator: ", "))", in: "main")
  }

  private static func payments(_ value: String?) -> Set<Int64> {
    Set(
      contractOf.indices.filter { Self.value(ofContract: contractOf[$0]) == value }.map { Int64($0 + 1) })
  }

  private static var paymentSet: RecordSet {
    return set(payments).with(parents: [ParentColumns(rows: rows, columns: ["kind"])])
  }

  static let parentFacts: [ConformanceCase] = [
    ConformanceCase("A fact of the parent's row is its word, an unmapped word, or none, as it is by hand") {
      harness in
      try makePayments(harness)
      let store = try harness.open("main")
      let values = ["online", "counter"]
      let predicates = values.map(binding.predicate) + [binding.unmapped(values: values)]
      var question = RowQuestion(
        recordSet: paymentSet, predicates: predicates, columns: ["kind", "contract_id"])
      question.parents = [ParentColumn(rows: rows, column: "kind")]
      let looks = try store.look(question, at: .behind(nil), count: 1_000)
      try expect(looks.count == contractOf.count, "each payment is seen")
      for (contract, look) in zip(contractOf, looks) {
        let value = value(ofContract: contract)
        try expect(
          look.answers == [value == "online", value == "counter", value == nil],
          "contract \(String(describing: contract)): \(look.answers)")
        let word = contract.flatMap { words.indices.contains(Int($0) - 1) ? words[Int($0) - 1] : nil }
        try expect(
          look.values.last == word.map(ColumnValue.text) ?? .null,
          "contract \(String(describing: contract)) is read as \(look.values)")
      }
      for (predicate, value) in zip(predicates, ["online", "counter", nil]) {
        let found = try store.tally(Selection(recordSet: paymentSet, predicate: predicate), holds: NoHolds())
        try expect(found.count == payments(value).count, "\(String(describing: value)): \(found.count)")
        // None of its words is true, too, of a record that has no parent.
        let others = try store.tally(
          Selection(recordSet: paymentSet, predicate: .not(predicate)), holds: NoHolds())
        try expect(others.count == contractOf.count - found.count, "not \(String(describing: value))")
      }
    },
    ConformanceCase("The parent's word is read for one record, with what identifies the parent") { harness in
      try makePayments(harness)
      let store = try harness.open("main")
      for (place, contract) in contractOf.prefix(11).enumerated() {
        var key = KeyList()
        key.append(key: [.integer(Int64(place + 1))])
        let found = try store.related(
          [RelatedEvent(reading: ParentColumns(rows: rows, columns: ["kind"]))], to: Array(key[0]),
          of: paymentSet)
        let isThere = contract.map { words.indices.contains(Int($0) - 1) } ?? false
        try expect(found.count == 1 && found[0].count == (isThere ? 1 : 0), "\(found)")
        guard let contract, isThere else { continue }
        try expect(found[0][0].key == [.integer(contract)], "\(found)")
        try expect(
          found[0][0].columns.map(\.value) == [words[Int(contract) - 1].map(ColumnValue.text) ?? .null],
          "\(found)")
      }
    },
    ConformanceCase("Whoever judges a row is shown its parent's word, and sees what the store sees") {
      harness in
      for change in [
        Change.delete,
        .pseudonymise([ColumnChange(column: "ended", transform: Marking())], markerValue: .null),
      ] {
        for value in ["online", "counter"] {
          try makePayments(harness)
          let store = try harness.open("main")
          // Whatever is chosen by another predicate, the judge refuses what has another word.
          for (predicate, isRefused) in [
            (binding.predicate(for: value), false),
            (Predicate.some(rows, .not(.isNull(column: "kind"))), true),
            (.not(binding.predicate(for: value == "online" ? "counter" : "online")), true),
          ] {
            let judge = ParentJudge(binding.predicate(for: value))
            var selection = Selection(recordSet: paymentSet, predicate: predicate)
            if case .pseudonymise(let changes, _, _) = change {
              selection = Selection(recordSet: paymentSet, predicate: predicate, pseudonymising: changes)
            }
            selection.judge = judge
            var changed: Set<Int64> = []
            do {
              let batch = try store.begin(
                change, on: selection, limit: BatchLimit(rows: 100), holds: NoHolds())
              try expect(!isRefused, "\(value): the batch was made")
              try batch?.commit()
              changed = Set(ids(batch?.keys ?? KeyList()))
              try expect(changed == payments(value), "\(value): \(changed)")
            } catch StoreError.disagreement {
              try expect(isRefused, "\(value): refused")
            }
            try expect(
              judge.unanswered == 0, "\(value): \(judge.unanswered) rows of which only the store can tell")
            // What is changed would be chosen again: the rows are made anew.
            try harness.run("DROP TABLE payment", in: "main")
            try harness.run("DROP TABLE contract", in: "main")
            try makePayments(harness)
          }
          try harness.run("DROP TABLE payment", in: "main")
          try harness.run("DROP TABLE contract", in: "main")
        }
      }
    },
  ]
}

/// A judge that lets the rows go of which a predicate on the parent's row is true.
private final class ParentJudge: RowJudge, @unchecked Sendable {
  // A batch asks it on one thread.
  let events: [EventColumn] = []
  let columns = ["id"]
  let related: [RelatedEvent]
  private let predicate: Predicate
  private(set) var unanswered = 0

  init(_ predicate: Predicate) {
    self.predicate = predicate
    related = predicate.relatedRows.map {
      RelatedEvent(reading: ParentColumns(rows: $0, columns: ["kind"]))
    }
  }

  func disagreement(_ row: JudgedRow) -> RuleID? {
    switch predicate.answer(about: row, columns: columns, related: related) {
    case true?: return nil
    case false?: return "rule"
    case nil:
      unanswered += 1
      return nil
    }
  }
}
