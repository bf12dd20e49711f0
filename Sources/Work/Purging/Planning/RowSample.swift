internal import CivilTime
internal import RecordStores
internal import StoreBindings

/// A bounded look at a record set: rows from both ends of its key and from places between, and the rows at both ends of each event's index.
///
/// What it costs is the same for a table of a thousand rows and of a thousand million. Every row is judged here and forgotten.
struct RowSample {
  /// Rows that are taken from each end of the key.
  static let endRows = 200
  /// Places between, and the rows that are taken from each.
  static let places = 20
  static let rowsOfPlace = 20
  /// Rows that are taken from each end of an event's index.
  static let indexRows = 20

  private(set) var isEmpty = true
  private(set) var doubts: [EventDoubt] = []

  private let readings: [EventReading]
  private let question: RowQuestion
  private var tallies: [EventTally]
  private var seen: Set<[UInt8]> = []

  /// Looks at rows of the record set, and of each table that one of its events is read from.
  init(
    of recordSet: RecordSet, _ conditions: DueConditions, store: any RecordStore,
    _ description: SchemaDescription?
  ) throws(StoreError) {
    let readings = conditions.readings(tries: true)
    try self.init(
      of: recordSet, readings, conditions.answers(about: readings), store: store,
      indexed: description?.indexedColumns ?? [])
    for (name, event) in conditions.bound.events.sorted(by: { $0.key < $1.key }) {
      guard let related = event.related, let table = description?.related[related.rows.table],
        !table.key.isEmpty
      else { continue }
      let reading = conditions.reading(name, related.date, tries: true)
      let set = RecordSet(
        name: recordSet.name, store: recordSet.store, table: related.rows.table, key: table.key)
      let sample = try RowSample(
        of: set, [reading], conditions.answers(about: [reading], of: related.rows.condition), store: store,
        indexed: table.indexedColumns)
      doubts += sample.doubts
    }
  }

  /// - Parameter indexed: the columns that lead an index.
  private init(
    of recordSet: RecordSet, _ readings: [EventReading], _ answers: [Predicate], store: any RecordStore,
    indexed: Set<String>
  ) throws(StoreError) {
    self.readings = readings
    question = RowQuestion(recordSet: recordSet, predicates: answers, events: readings.flatMap(\.events))
    tallies = readings.map(EventTally.init)
    try look(at: store)
    for place in readings.indices {
      if let doubt = try doubt(about: place, store: store, indexed: indexed) { doubts.append(doubt) }
    }
  }

  // MARK: Rows by their key

  private mutating func look(at store: any RecordStore) throws(StoreError) {
    let first = try store.look(question, at: .behind(nil), count: Self.endRows)
    isEmpty = first.isEmpty
    add(first)
    guard first.count == Self.endRows else { return }
    let last = try store.look(question, at: .end, count: Self.endRows)
    add(last)
    guard let from = first.first.flatMap(Self.leadingKey) else { return }
    let to = last.first.flatMap(Self.leadingKey)
    for place in Self.keys(from: from, to: to) {
      do throws(StoreError) {
        add(try store.look(question, at: .from(place), count: Self.rowsOfPlace))
      } catch {
        // A key of a type of its own does not take every text: the ends have to do.
        guard case .row = error else { throw error }
        return
      }
    }
  }

  private mutating func add(_ looks: [RowLook]) {
    for look in looks where seen.insert(look.key).inserted {
      readings.add(look, to: &tallies)
    }
  }

  private static func leadingKey(of look: RowLook) -> ColumnValue? {
    KeyList.values(in: look.key[...])?.first
  }

  /// Keys that need not be there, spread over where keys are.
  private static func keys(from first: ColumnValue, to last: ColumnValue?) -> [ColumnValue] {
    switch (first, last) {
    case (.integer(let first), .integer(let last)) where first < last:
      return (0..<places).map { _ in .integer(.random(in: first...last)) }
    case (.text(let text), _) where isUUID(text):
      return (0..<places).map { _ in .text(like(text)) }
    case (.text, _):
      let letters = Array("0123456789abcdefghijklmnopqrstuvwxyz")
      return (0..<places).map { _ in
        .text(String((0..<2).map { _ in letters[.random(in: letters.indices)] }))
      }
    default: return []
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    text.utf8.count == 36 && text.allSatisfy { $0 == "-" || $0.isHexDigit }
  }

  /// Another text of the same form, of digits that are as likely as any.
  private static func like(_ text: String) -> String {
    let digits = Array("0123456789abcdef")
    return String(text.map { $0 == "-" ? $0 : digits[.random(in: digits.indices)] })
  }

  // MARK: Judging

  private func doubt(about place: Int, store: any RecordStore, indexed: Set<String>) throws(StoreError)
    -> EventDoubt?
  {
    let (reading, tally) = (readings[place], tallies[place])
    if let doubt = EventDoubt(reading, tally) { return doubt }
    // Where the event has seldom come, its index has the values that the rows did not.
    guard tally.impossible == tally.values, tally.values < EventDoubt.enough,
      indexed.contains(reading.event.column), reading.event.encoding.isOrdered
    else { return nil }
    var ends = tally
    // Where few rows have a value, both ends are the same rows.
    var known = seen
    for end in [RowPlace.smallest(reading.event), .largest(reading.event)] {
      for look in try store.look(question, at: end, count: Self.indexRows)
      where known.insert(look.key).inserted {
        readings.add(look, at: place, to: &ends)
      }
    }
    return ends.impossible == ends.values ? EventDoubt(reading, ends) : nil
  }
}

extension [EventReading] {
  /// Adds a row that answers `DueConditions.answers(about:)` first and has these readings' events first.
  func add(_ look: RowLook, to tallies: inout [EventTally]) {
    for place in indices { add(look, at: place, to: &tallies[place]) }
  }

  func add(_ look: RowLook, at place: Int, to tally: inout EventTally) {
    let start = self[..<place].reduce(0) { $0 + $1.events.count }
    tally.add(
      isMissing: look.answers[2 * place], isImplausible: look.answers[2 * place + 1],
      readings: look.events[start..<start + self[place].events.count], as: self[place])
  }
}

extension DueConditions {
  /// The dates in the record set's own table as rows are read by them, in the order of their events' names.
  func readings(tries: Bool) -> [EventReading] {
    bound.events.sorted { $0.key < $1.key }.flatMap { name, event in
      event.ownDates.map { reading(BoundRecordSet.reading($0, of: name, event), $0, tries: tries) }
    }
  }

  func reading(_ name: String, _ date: EventColumn, tries: Bool) -> EventReading {
    EventReading(name, date, tries: tries, today: today, zone: zone)
  }

  /// For each reading, whether the event is missing and whether it cannot be meant: asked of the store, in the words of a run.
  ///
  /// - Parameter condition: which rows count; of the others nothing is read.
  func answers(about readings: [EventReading], of condition: Predicate = .always) -> [Predicate] {
    readings.flatMap {
      [
        Predicate.any([isMissing($0.event), .not(condition)]).simplified,
        Predicate.all([isImplausible($0.event), condition]).simplified,
      ]
    }
  }
}

extension BoundRecordSet {
  /// What a reading of the record's own table is called: as its event is, but for a date that counts only if no related row is there.
  fileprivate static func reading(_ date: EventColumn, of name: String, _ event: BoundEvent) -> String {
    event.column == date ? name : name + "/ifNone"
  }

  /// The record's own column that a reading of that name is of.
  func ownDate(ofReading reading: String) -> EventColumn? {
    for (name, event) in events {
      if let date = event.ownDates.first(where: { Self.reading($0, of: name, event) == reading }) {
        return date
      }
    }
    return nil
  }
}
