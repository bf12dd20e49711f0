package import CivilTime
package import JSONText
package import RecordStores
package import Words

/// What the rows of one record set came to when somebody counted them: a plan, or a survey.
///
/// It has numbers only, and nothing of a row.
package struct RecordSetCounts: Hashable, Sendable {
  package let recordSet: RecordSetName
  package var rows: RowCount
  /// Rows that the rules could decide about. A row is judged unless no rule applies to it, its date is implausible, or it lacks a required date.
  package var judged: RowCount
  /// Rows to which no rule applies, though every word of their facts is known.
  package var withoutRule: RowCount
  /// Rows with a word of a fact that `stores.json` maps to no value. Another rule may apply to some of them.
  package var unmapped: RowCount
  package var rules: [RuleCounts]
  /// When the survey counted that these counts come from; nil if the plan of the run counted them itself.
  package var surveyed: Instant?

  package init(
    recordSet: RecordSetName, rows: RowCount, judged: RowCount, withoutRule: RowCount = 0,
    unmapped: RowCount = 0,
    rules: [RuleCounts] = [], surveyed: Instant? = nil
  ) {
    self.recordSet = recordSet
    self.rows = rows
    self.judged = judged
    self.withoutRule = withoutRule
    self.unmapped = unmapped
    self.rules = rules
    self.surveyed = surveyed
  }

  /// The counts of a record set that could not be asked.
  package static func unknown(_ recordSet: RecordSetName) -> RecordSetCounts {
    RecordSetCounts(
      recordSet: recordSet, rows: .unknown, judged: .unknown, withoutRule: .unknown, unmapped: .unknown)
  }

  /// Tells if rows are there and not one of them can be judged. An empty table is no fault, and neither is one of nothing but rows that go with other records.
  ///
  /// - Parameter restGoes: whether rows to which no rule applies go with other records.
  package func isUnjudged(restGoes: Bool) -> Bool {
    guard let rows = rows.number, let judged = judged.number else { return false }
    return rows > 0 && judged == 0 && !(restGoes && withoutRule == self.rows)
  }

  /// A count of all rules together. Nothing is known of the rules of a record set that could not be asked.
  package func total(_ count: KeyPath<RuleCounts, RowCount>) -> RowCount {
    rows == .unknown ? .unknown : rules.map { $0[keyPath: count] }.sum
  }
}

extension RecordSetCounts {
  static var members: [(name: String, count: WritableKeyPath<RecordSetCounts, RowCount>)] {
    [
      ("rows", \.rows), ("judged", \.judged), ("withoutRule", \.withoutRule), ("unmapped", \.unmapped),
    ]
  }

  /// The counts for a report: every one, and null for what is not known.
  package var jsonValue: JSONValue {
    var members = Dictionary(
      uniqueKeysWithValues: Self.members.map { ($0.name, self[keyPath: $0.count].jsonValue) })
    members["recordSet"] = .string(recordSet.rawValue)
    members["rules"] = .array(rules.map(\.jsonValue))
    members["surveyed"] = surveyed.map { .string($0.iso8601) } ?? .null
    return .object(members)
  }

  /// The counts for an entry: without a count of 0 and without a rule of which every count is 0.
  package var journalValue: JSONValue {
    var members = RowCount.journalMembers(Self.members.map { ($0.name, self[keyPath: $0.count]) })
    members["recordSet"] = .string(recordSet.rawValue)
    let rules = rules.filter { $0 != RuleCounts(rule: $0.rule) }
    if !rules.isEmpty { members["rules"] = .array(rules.map(\.journalValue)) }
    if let surveyed { members["surveyed"] = .string(surveyed.iso8601) }
    return .object(members)
  }

  /// The counts that a run's last entry has; nil if it has none.
  package static func ofRun(_ ended: JournalEntry) -> [RecordSetCounts]? {
    ended.data["counts"]?.arrayValue?.compactMap(RecordSetCounts.init(journalValue:))
  }

  package init?(journalValue value: JSONValue) {
    guard let recordSet = value["recordSet"]?.stringValue.map(RecordSetName.init) else { return nil }
    self.init(recordSet: recordSet, rows: 0, judged: 0)
    for (name, count) in Self.members { self[keyPath: count] = RowCount(journalMember: value[name]) }
    if case .array(let rules)? = value["rules"] {
      self.rules = rules.compactMap(RuleCounts.init(journalValue:))
    }
    surveyed = value["surveyed"]?.stringValue.flatMap { Instant(iso8601: $0) }
  }
}
