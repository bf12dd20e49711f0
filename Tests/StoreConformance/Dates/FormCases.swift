internal import CivilTime
internal import RecordStores

/// Every form of dates that stores.json can name.
extension ConformanceCase {
  static let forms: [ConformanceCase] = [
    ConformanceCase("In each form SQL and Swift give one answer to every value, as text and as number") {
      harness in
      let zone = try TimeZone(identifier: "Europe/Paris")
      var dates = DirtyDates(seed: 77)
      for (place, encoding) in encodings(zone).enumerated() {
        for isNumber in [false, true] where encoding.has(numbers: isNumber) {
          let values = (0..<200).map { _ in dates.value(of: encoding, isNumber: isNumber) }
          let table = try table("form\(place)\(isNumber)", values, in: harness)
          for noDate in [NoDate.builtIn, own, .none] {
            let event = EventColumn(column: "at", encoding: encoding, noDate: noDate)
            try compare(harness, table, values, event, zone)
          }
        }
      }
    },
    ConformanceCase("In each form the oldest goes first, and is the day that is shown as the oldest") {
      harness in
      let zone = TimeZone.utc
      let days = [
        today, today.adding(days: -800), today.adding(days: -40), today.adding(days: -5_000),
        today.adding(days: -31),
      ]
      for (place, encoding) in encodings(zone).enumerated() {
        for isNumber in [false, true] where encoding.has(numbers: isNumber) {
          let values = days.map { encoding.value(of: $0, isNumber: isNumber) }
          let table = try table("order\(place)\(isNumber)", values, in: harness)
          let event = EventColumn(column: "at", encoding: encoding)
          let selection = Selection(
            recordSet: set(table), predicate: .event(event, .plausible(Self.days(of: event))),
            orderedBy: event)
          let store = try harness.open("main")
          let read = values.map { event.value(of: $0).shownDay }
          let oldest = try store.tally(selection, holds: NoHolds()).oldest
          try expect(
            oldest == read.compactMap(\.self).min(),
            "\(encoding.name) shows \(String(describing: oldest)) as the oldest of \(values)")
          let first = try store.nextKeys(of: .delete, on: selection, count: 3, holds: NoHolds())
          let sorted = read.indices.sorted { (read[$0] ?? today) < (read[$1] ?? today) }.prefix(3)
          try expect(
            Set(first.integers) == Set(sorted.map(Int64.init)),
            "\(encoding.name): the oldest of \(values) are \(first.integers)")
        }
      }
    },
  ]

  /// Every form, those of clocks in UTC as well, where a `Z` may follow.
  private static func encodings(_ zone: TimeZone) -> [EventColumn.Encoding] {
    let all = EventColumn.Encoding.all(zone: zone)
    return all + EventColumn.Encoding.all(zone: .utc).filter { !all.contains($0) }
  }

  private static let own = NoDate(
    days: ["1999-12-31", "2024-02-29", "9999-12-31"].compactMap { CivilDate($0) },
    numbers: [5, 202_402, 2_024, 20_240_229, 19_000], texts: ["never"])

  private static func table(_ name: String, _ values: [ColumnValue], in harness: any ConformanceHarness)
    throws -> ConformanceTable
  {
    let isNumber = values[0].isNumber
    let table = ConformanceTable(
      name, [("id", .integer), ("at", isNumber ? .integer : .text)], key: ["id"], indexed: ["at"])
    try harness.makeTable(table, in: "main")
    try harness.insert(values.enumerated().map { [.integer(Int64($0)), $1] }, into: name, in: "main")
    return table
  }

  private static func compare(
    _ harness: any ConformanceHarness, _ table: ConformanceTable, _ values: [ColumnValue],
    _ event: EventColumn, _ zone: TimeZone
  ) throws {
    let store = try harness.open("main")
    let questions = try DateQuestions(event, zone: zone)
    for (asked, places) in zip(questions.tests, questions.places(of: values, as: event.value)) {
      let selection = Selection(recordSet: set(table), predicate: .event(event, asked.test))
      let found = Set(
        try store.nextKeys(of: .delete, on: selection, count: Int(Int32.max), holds: NoHolds()).integers)
      let difference = found.symmetricDifference(places).sorted().prefix(5).map {
        (values[Int($0)], found.contains($0))
      }
      try expect(
        difference.isEmpty,
        "\(event.encoding.name) \(asked.name), SQL and not Swift or Swift and not SQL: \(difference)")
    }
  }
}

extension EventColumn.Encoding {
  /// Tells if a column of numbers, or one of texts, can have it.
  fileprivate func has(numbers isNumber: Bool) -> Bool {
    if let form { return !isNumber || form.isDigits }
    return isNumber != isEpochText
  }

  /// A day in this form, at noon where the form has a time.
  fileprivate func value(of day: CivilDate, isNumber: Bool) -> ColumnValue {
    let noon = TimeZone.utc.startOfDay(day).adding(seconds: 43_200)
    if let dayNumber { return .integer(dayNumber.number(of: day)) }
    if let epochUnit {
      return isNumber ? .integer(epochUnit.count(atMost: noon)) : .text(epochUnit.decimal(atMost: noon))
    }
    guard let form else { return .null }
    let time = form.parts.dropFirst(form.dayParts.count).map { part in
      switch part {
      case .hour: "12"
      case .minute, .second: "00"
      case .mark(let marks): String(marks.prefix(1))
      case .time: " 12:00"
      case .offset, .anyOffset: "Z"
      case .year, .month, .day, .shortMonth, .shortDay, .fraction, .seconds, .zulu: ""
      }
    }.joined()
    let text = form.text(of: day) + time
    return isNumber ? .integer(Int64(text) ?? 0) : .text(text)
  }
}
