internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Says what `check` sees of dependents whose rows may not all be what they are taken for, or that keep their records for good (decision 229). It refuses nothing.
struct DependentRemarks {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Returns what somebody should look at, each in a sentence. A store that cannot tell is said by whoever plans.
  func sentences(on bound: BoundRecordSet, at conditions: DueConditions) throws(StoreError) -> [String] {
    guard !bound.recordSet.dependents.isEmpty else { return [] }
    let store = try context.stores.store(named: bound.recordSet.store)
    let description = try store.describe(
      bound.recordSet, use: SchemaUse(of: bound, conditions, in: context))
    var sentences: [String] = []
    for kind in description.kindColumns {
      if let sentence = try self.sentence(on: kind, in: store) { sentences.append(sentence) }
    }
    for dependent in bound.recordSet.allDependents {
      sentences += try leftOut(by: dependent, in: store) + keeping(dependent, in: store)
    }
    return sentences
  }

  private func sentence(on kind: SchemaDescription.KindColumn, in store: any RecordStore) throws(StoreError)
    -> String?
  {
    var first: ColumnValue?
    try store.forEachValue(of: PathColumn(table: kind.table, column: kind.column), unusual: false) {
      first = $0
      return false
    }
    guard let first else { return nil }
    let others = try count(
      .compare(column: kind.column, .notEqual, first), of: kind.table, [kind.column], store)
    guard others > 0 else { return nil }
    return
      "\(kind.table).\(kind.column) stands beside \(kind.reference), and its values differ: if it says what a row refers to, rows of something else with the same number go with a record, or keep it: "
      + "add \"where\": {\"column\": \"\(kind.column)\", \"equals\": …} to the dependent"
  }

  /// The rows that refer to something and that `where` leaves out.
  private func leftOut(by dependent: Dependent, in store: any RecordStore) throws(StoreError) -> [String] {
    guard dependent.condition != .always else { return [] }
    func count(_ condition: Predicate) throws(StoreError) -> Int {
      try self.count(
        .all([condition, .not(dependent.condition)] + Self.refers(dependent)), of: dependent.table,
        dependent.columns, store)
    }
    let all = try count(.always)
    guard all > 0 else { return [] }
    let asked = dependent.condition.columns.subtracting(dependent.condition.askedForNull).sorted()
    let nulls = try count(.any(asked.map { .isNull(column: $0) }))
    let near = try count(dependent.condition.comparing(by: .asTheColumn))
    let parts =
      (nulls > 0 ? ["\(nulls) of them have none in \(asked.joined(separator: ", "))"] : [])
      + (near > 0
        ? ["\(near) of them have a word that is the same to its column: write \"compare\": \"as-the-column\""]
        : [])
    let more = parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
    return [
      "\"where\" leaves out \(all) \(all == 1 ? "row" : "rows") of \(dependent.table)\(more): such rows stay when a record goes, whatever they refer to"
    ]
  }

  /// The rows that keep their record though no rule applies to them.
  private func keeping(_ dependent: Dependent, in store: any RecordStore) throws(StoreError) -> [String] {
    var sentences: [String] = []
    for name in dependent.recordSets {
      guard let set = context.bindings.recordSet(named: name),
        let domain = context.schedule.domain(set.domain)
      else { continue }
      let none = set.hasNoRule(in: domain)
      guard none != .never else { continue }
      let found = try count(
        .all([none, dependent.rows] + Self.refers(dependent)), of: dependent.table, set.recordSet.key, store)
      guard found > 0 else { continue }
      let rows = "\(found) \(found == 1 ? "row" : "rows") of \"\(name)\""
      sentences.append(
        dependent.takesRest
          ? "\(rows) may be of a rule and may not, since a fact of theirs is null or a word that nobody mapped: they keep the record that they refer to, until \"conditions\" of \"\(name)\" name their words"
          : "no rule applies to \(rows), which keep the record that they refer to for good: add a rule, or \"otherwise\": \"with-record\" to the dependent, so that they go with it"
      )
    }
    return sentences
  }

  /// A row of which a column of the reference is null refers to nothing.
  private static func refers(_ dependent: Dependent) -> [Predicate] {
    dependent.columns.map { .not(.isNull(column: $0)) }
  }

  private func count(_ predicate: Predicate, of table: String, _ columns: [String], _ store: any RecordStore)
    throws(StoreError) -> Int
  {
    let rows = RecordSet(name: RecordSetName(table), store: store.name, table: table, key: columns)
    return try store.tally(Selection(recordSet: rows, predicate: predicate.simplified), holds: NoHolds())
      .count
  }
}

extension RecordSet {
  /// Its dependents and theirs, as stores.json has them.
  fileprivate var allDependents: [Dependent] {
    func all(_ dependents: [Dependent]) -> [Dependent] {
      dependents.filter { !$0.isRest }.flatMap { [$0] + all($0.dependents) }
    }
    return all(dependents)
  }
}
