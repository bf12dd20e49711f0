internal import AuditJournal
internal import CivilTime
internal import Files
internal import RecordStores
internal import StoreBindings

/// Gathers what a survey says from the rows of one record set, one after the other.
///
/// Its memory is bounded, whatever the table holds: days that can be meant (some hundred years of them), `wordLimit` words a fact, numbers.
struct SurveyGathering {
  /// More different words than these are no words of a fact; they may be names.
  static let wordLimit = 200

  let question: RowQuestion
  private let bound: BoundRecordSet
  private let counting: CountQuestion
  private let readings: [EventReading]
  /// The facts that have words, each with its column: those of the record's own row first, as their values come.
  private let facts: [WordColumn]
  private let paths: [OwnedFiles]
  /// The words that other spellings match by their column's collation alone, each with its fact.
  private let alike: [(fact: String, word: String, rows: Predicate)]

  private(set) var rows = 0
  private var counts: [Int]
  private var tallies: [EventTally]
  private var days: [DayCount]
  private var words: [WordCount]
  private var unnormalPaths = 0

  /// - Parameter values: the values that each fact of the domain can have.
  init(_ conditions: DueConditions, values: [String: [String]]) {
    bound = conditions.bound
    readings = conditions.readings(tries: false)
    let words = bound.facts.sorted { $0.key < $1.key }.compactMap { name, binding in
      binding.wordColumn(of: name)
    }
    facts = words.filter { $0.parent == nil } + words.filter { $0.parent != nil }
    paths = bound.recordSet.files
    alike = bound.facts.sorted { $0.key < $1.key }.flatMap { name, binding in
      binding.matchedByCollationAlone(values[name] ?? []).map { (name, $0.word, $0.rows) }
    }
    counting = CountQuestion(conditions)
    tallies = readings.map(EventTally.init)
    days = readings.map { _ in DayCount() }
    self.words = facts.map { _ in WordCount() }
    var question = RowQuestion(recordSet: bound.recordSet)
    question.predicates =
      conditions.answers(about: readings)
      + facts.map { conditions.bound.facts[$0.name]?.unmapped(values: values[$0.name] ?? []) ?? .never }
      + counting.predicates + alike.map(\.rows)
    question.events = readings.flatMap(\.events)
    question.columns = paths.map(\.column) + facts.filter { $0.parent == nil }.map(\.column)
    question.parents = facts.compactMap(\.parent)
    self.question = question
    counts = question.predicates.map { _ in 0 }
  }

  // MARK: Rows

  mutating func add(_ look: RowLook) {
    rows += 1
    for (place, isMet) in look.answers.enumerated() where isMet { counts[place] += 1 }
    readings.add(look, to: &tallies)
    var start = 0
    for (place, reading) in readings.enumerated() {
      if let day = reading.day(of: look.events[start]), !look.answers[2 * place] {
        days[place].add(day, canBeMeant: !look.answers[2 * place + 1])
      }
      start += reading.events.count
    }
    for (place, value) in look.values.dropFirst(paths.count).enumerated() {
      words[place].add(value, isMapped: !look.answers[2 * readings.count + place])
    }
    for (value, owned) in zip(look.values, paths) where !value.isNormalPath(below: owned.root) {
      unnormalPaths += 1
    }
  }

  // MARK: The end

  /// - Parameters:
  ///   - sampled: what a sample says, which tries every form.
  ///   - doneInClear: rows that are marked as done and are not; nil if no marker says which rows are.
  ///   - orphans: files that no row names; nil if that is not known.
  func survey(binding: String, sampled: [EventDoubt], doneInClear: Int?, orphans: Int?) -> Survey {
    let record = record(binding: binding, doneInClear: doneInClear, orphans: orphans)
    let spreads = readings.enumerated().map { place, reading in
      Survey.EventSpread(
        event: reading.name, column: reading.event.column, form: reading.event.encoding.name,
        missing: tallies[place].missing, values: tallies[place].values, impossible: tallies[place].impossible,
        smallest: days[place].smallest, largest: days[place].largest, median: days[place].median,
        commonest: days[place].commonest)
    }
    let words = facts.enumerated().map { place, fact in
      let all = self.words[place].all
      return Survey.FactWords(
        fact: fact.name, column: fact.shown,
        words: all,
        others: self.words[place].others, unmapped: counts[2 * readings.count + place],
        alike: alikeCounts.filter { $0.fact == fact.name }.map { ($0.word, $0.count) })
    }
    return Survey(
      record: record, store: bound.recordSet.store, table: bound.recordSet.table, events: spreads,
      facts: words, findings: findings(record, spreads, sampled: sampled))
  }

  /// How many rows have another spelling of each word, of those that some row does.
  private var alikeCounts: [(fact: String, word: String, count: Int)] {
    zip(alike, counts.suffix(alike.count)).filter { $1 > 0 }.map { ($0.fact, $0.word, $1) }
  }

  private func record(binding: String, doneInClear: Int?, orphans: Int?) -> SurveyRecord {
    let answers = zip(question.predicates, counts).dropFirst(2 * readings.count + facts.count)
    let counted = Dictionary(answers.map { ($0, $1) }) { first, _ in first }
    return SurveyRecord(
      binding: binding, counts: counting.counts(rows: rows) { counted[$0] ?? 0 },
      events: zip(readings, tallies).map {
        SurveyRecord.Event(
          event: $0.name, values: $1.values, impossible: $1.impossible, misread: $1.misread)
      },
      facts: facts.enumerated().map {
        SurveyRecord.Fact(fact: $1.name, unmapped: counts[2 * readings.count + $0])
      },
      doneInClear: doneInClear, unnormalPaths: paths.isEmpty ? nil : unnormalPaths,
      orphans: orphans)
  }

  private func findings(
    _ record: SurveyRecord, _ spreads: [Survey.EventSpread],
    sampled: [EventDoubt]
  ) -> [SurveyFinding] {
    var findings = zip(readings, tallies).compactMap { reading, tally -> SurveyFinding? in
      (sampled.first { $0.event == reading.name } ?? EventDoubt(reading, tally)).map(SurveyFinding.doubt)
    }
    // Of rows in other tables there is the sample alone.
    let counted = Set(readings.map(\.name))
    findings += sampled.filter { !counted.contains($0.event) }.map(SurveyFinding.doubt)
    for spread in spreads {
      let meant = spread.values - spread.impossible
      if let common = spread.commonest, meant >= 5 * EventDoubt.enough, common.count * 2 > meant {
        findings.append(
          .commonDay(event: spread.event, column: spread.column, count: common.count, of: meant))
      }
    }
    for fact in facts {
      let count = alikeCounts.filter { $0.fact == fact.name }.reduce(0) { $0 + $1.count }
      if count > 0 { findings.append(.otherSpellings(fact: fact.name, column: fact.shown, count: count)) }
    }
    if let count = record.doneInClear, count > 0 { findings.append(.doneInClear(count)) }
    if let count = record.unnormalPaths, count > 0 { findings.append(.unnormalPaths(count)) }
    if let count = record.orphans, count > 0 { findings.append(.orphans(count)) }
    return findings
  }
}

/// Days and how often each was seen.
private struct DayCount {
  private(set) var smallest: CivilDate?
  private(set) var largest: CivilDate?
  private var counts: [CivilDate: Int] = [:]

  /// - Parameter canBeMeant: only such days are counted one by one, so that there are never more than some hundred years of them.
  mutating func add(_ day: CivilDate, canBeMeant: Bool) {
    smallest = min(day, smallest ?? day)
    largest = max(day, largest ?? day)
    if canBeMeant { counts[day, default: 0] += 1 }
  }

  var median: CivilDate? {
    let half = (counts.values.reduce(0, +) + 1) / 2
    var sum = 0
    for (day, count) in counts.sorted(by: { $0.key < $1.key }) {
      sum += count
      if sum >= half { return day }
    }
    return nil
  }

  var commonest: (day: CivilDate, count: Int)? {
    counts.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
  }
}

/// Words and how often each was seen.
private struct WordCount {
  private var counts: [String: Int] = [:]
  private var unmapped: Set<String> = []
  /// Rows whose words are not kept.
  private(set) var others = 0

  /// - Parameter isMapped: whether the store finds that the word stands for a value.
  mutating func add(_ value: ColumnValue, isMapped: Bool) {
    guard let word = value.word else { return }
    if !isMapped { unmapped.insert(word) }
    if counts[word] == nil, counts.count == SurveyGathering.wordLimit || others > 0 {
      // So many are no words of a fact, and may be names: none is kept.
      others += counts.values.reduce(1, +)
      (counts, unmapped) = ([:], [])
      return
    }
    counts[word, default: 0] += 1
  }

  var all: [(word: String, count: Int, isMapped: Bool)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      ($0.key, $0.value, !unmapped.contains($0.key))
    }
  }
}

extension ColumnValue {
  /// How a word of a fact is shown; nil for none.
  fileprivate var word: String? {
    switch self {
    case .null: nil
    case .text(let text): text
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .rawText, .blob: "(bytes)"
    }
  }

  /// Tells if a file's path is as a walk through its folder would give it. What names no file is none to find fault with.
  fileprivate func isNormalPath(below root: String) -> Bool {
    guard let path = FilePath(of: self) else { return true }
    return path.normal(below: root) == path && !path.climbs
  }
}

/// The column whose words a survey lists for a fact.
private struct WordColumn {
  let name: String
  let column: String
  /// Set if it is in the row that the record refers to.
  var parent: ParentColumn?

  /// A column of another table has its name before it.
  var shown: String { parent.map { "\($0.rows.table).\(column)" } ?? column }
}

extension FactBinding {
  /// Nil for a fact that has no words.
  fileprivate func wordColumn(of name: String) -> WordColumn? {
    switch self {
    case .column(let column, by: _), .values(let column, _, by: _):
      return WordColumn(name: name, column: column)
    case .cases, .always: return nil
    case .parent(let rows, let inner):
      guard let found = inner.wordColumn(of: name) else { return nil }
      return WordColumn(
        name: name, column: found.column, parent: ParentColumn(rows: rows, column: found.column))
    }
  }
}
