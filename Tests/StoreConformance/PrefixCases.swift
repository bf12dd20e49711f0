internal import RecordStores

/// What texts begin with.
extension ConformanceCase {
  static let prefixes: [ConformanceCase] = [
    ConformanceCase(
      "A text begins with a prefix if its bytes do, whatever else it is; a number and null begin with nothing"
    ) {
      harness in
      let texts = ConformanceTable("texts", [("id", .integer), ("word", .text)], key: ["id"])
      let numbers = ConformanceTable("numbers", [("id", .integer), ("word", .integer)], key: ["id"])
      let words = [
        "SR1", "sr1", "SR", "S", "", "SR 1", " SR1", "XSR", "SR%", "S_R", "\u{C9}R", "E\u{301}R", "SR\u{301}",
        "12", "'",
      ]
      let values = words.map(ColumnValue.text) + [.null]
      let counts: [ColumnValue] = [.integer(12), .integer(1), .integer(-1), .null]
      for (table, values) in [(texts, values), (numbers, counts)] {
        try harness.makeTable(table, in: "main")
        try harness.insert(
          values.enumerated().map { [.integer(Int64($0)), $1] }, into: table.name, in: "main")
        let store = try harness.open("main")
        for prefix in [
          "SR", "S", "s", "SR ", "%", "S_", "_R", "\u{C9}", "E", "\u{301}", "'", "1", "12", "-", "\\",
          "SR1SR1SR1",
        ] {
          let begins = Predicate.startsWith(column: "word", prefix)
          for predicate in [begins, .not(begins), .any([begins, .isNull(column: "word")])] {
            let met = values.indices.filter { place in predicate.isMet { _ in values[place] } }
            let keys = try store.nextKeys(
              of: .delete, on: Selection(recordSet: set(table), predicate: predicate), count: 100,
              holds: NoHolds())
            try expect(
              ids(keys) == met.map(Int64.init),
              "\(predicate) of \(table.name): \(ids(keys)), and Swift says \(met)")
          }
        }
      }
    }
  ]
}
