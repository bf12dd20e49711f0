internal import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog

/// A hold as the journal's state has it.
struct HoldRow {
  let id: Int
  let kind: HoldKind
  let name: String?
  /// The locator; for people it is the root over their members.
  var locator: [UInt8]
  let tag: Int64?
  var persons: Int?
  let spellings: Int?
  let pseudonyms: [HeldPseudonyms]
  var terms: HoldTerms
  let since: String
  /// The entries that placed it, changed its days last, and took people from it last; nil if there is none, or the hold was placed before they were kept.
  let entry: Int?
  var changed: Int?
  var narrowed: Int?
  /// The hash of the locators that several of its people share; nil if none do.
  var shared: [UInt8]?

  /// What every version of the file has, then what version 3 added.
  private static let columns = "id, kind, record_set, locator, tag, reference, reason, placed_by, since"
  private static let laterColumns =
    "name, persons, spellings, pseudonyms, authority, review, until, restriction, entry, changed, narrowed"

  /// - Parameter version: the version of the file.
  static func query(version: Int) -> String {
    let later = (version >= 3 ? ", " + laterColumns : "") + (version >= 4 ? ", shared" : "")
    return "SELECT \(columns)\(later) FROM hold ORDER BY id"
  }

  /// - Throws: `JournalError.damaged` for a row that this program cannot understand as a whole: nothing of a hold may be passed over.
  init(_ query: borrowing Statement, version: Int) throws {
    id = Int(query.integer(0))
    guard let kind = HoldKind(rawValue: query.text(1) ?? "") else {
      throw JournalError.damaged("a hold of no known kind")
    }
    self.kind = kind
    locator = query.blob(3)
    tag = query.kind(4) == .null ? nil : query.integer(4)
    since = query.text(8) ?? ""
    var terms = HoldTerms(
      reference: query.text(5) ?? "", reason: query.text(6) ?? "", by: query.text(7) ?? "")
    guard version >= 3 else {
      name = query.text(2)
      (persons, spellings, pseudonyms) = (kind == .subject ? 1 : nil, kind == .subject ? 1 : nil, [])
      (entry, changed, narrowed) = (nil, nil, nil)
      self.terms = terms
      return
    }
    func integer(_ column: Int) throws -> Int? {
      guard query.kind(column) != .null else { return nil }
      let number = query.integer(column)
      guard query.kind(column) == .integer, (0...Int64(Int32.max)).contains(number) || column >= 17,
        number >= 0
      else { throw JournalError.damaged("hold \(query.integer(0)) has a number that no hold has") }
      return Int(number)
    }
    func day(_ column: Int) throws -> CivilDate? {
      guard let text = query.text(column) else { return nil }
      guard let day = CivilDate(text) else {
        throw JournalError.damaged("hold \(query.integer(0)) has a day that is none")
      }
      return day
    }
    name = query.text(2) ?? query.text(9)
    persons = kind == .subject ? 1 : try integer(10)
    spellings = kind == .subject ? 1 : try integer(11)
    guard let pseudonyms = HeldPseudonyms.list(query.text(12)) else {
      throw JournalError.damaged("hold \(id) has pseudonyms that cannot be read")
    }
    self.pseudonyms = pseudonyms
    terms.authority = query.text(13)
    terms.review = try day(14)
    terms.until = try day(15)
    terms.isRestriction = query.integer(16) != 0
    (entry, changed, narrowed) = (try integer(17), try integer(18), try integer(19))
    if version >= 4 { shared = query.optionalBlob(20) }
    self.terms = terms
  }

  func hold() throws -> Hold {
    guard let since = Instant(iso8601: since) else { throw JournalError.damaged("a hold without a time") }
    return Hold(
      id: id, kind: kind, name: name.flatMap { HeldName($0, of: kind) }, persons: persons,
      spellings: spellings, pseudonyms: pseudonyms,
      terms: terms, since: since)
  }
}

extension HoldRow {
  /// A hold that is placed by the entry at an index.
  init(_ placed: HoldEntry, shared: [UInt8]?, since: String, entry: Int) {
    id = placed.hold
    kind = placed.kind
    name = placed.name
    locator = placed.locator ?? placed.people?.root.bytes ?? []
    tag = placed.tag.map { Int64(bitPattern: $0) }
    persons = placed.kind == .subject ? 1 : placed.people?.persons
    spellings = placed.kind == .subject ? 1 : placed.people?.spellings
    pseudonyms = placed.people?.pseudonyms ?? []
    terms = placed.terms
    self.since = since
    self.entry = entry
    (changed, narrowed) = (nil, nil)
    self.shared = shared
  }

  var hash: TreeHash {
    var bytes = RowBytes()
    for number in [id, tag.map { Int($0) }, persons, spellings, entry, changed, narrowed] {
      bytes.add(number)
    }
    for text in [
      kind.rawValue, name, HeldPseudonyms.text(of: pseudonyms), terms.reference, terms.reason, terms.by,
      terms.authority, terms.review?.description, terms.until?.description, since,
    ] { bytes.add(text) }
    bytes.add(terms.isRestriction ? 1 : 0)
    bytes.add(blob: locator)
    bytes.add(blob: shared)
    return bytes.hash
  }
}

extension AuditJournal {
  /// The holds in force, the oldest first.
  package func holds() throws -> [Hold] { try holdRows().map { try $0.hold() } }

  func holdRows() throws -> [HoldRow] {
    try known { $0.holds.values.sorted { $0.id < $1.id } }
  }

  func holdRow(_ id: Int) throws -> HoldRow {
    guard let row = try known({ $0.holds[id] }) else { throw JournalError.unknownHold(id) }
    return row
  }

  /// Writes a hold as it is from now on.
  func store(_ row: HoldRow) throws {
    let insert = try connection.prepare(
      """
      INSERT OR REPLACE INTO hold (id, kind, record_set, name, locator, persons, spellings, pseudonyms, reference, reason, placed_by, since,
        authority, review, until, restriction, entry, tag, changed, narrowed, shared)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
      """)
    let isRecordSet = HoldEntry.nameMember(of: row.kind) == "recordSet"
    insert.bind(1, Int64(row.id))
    insert.bind(2, row.kind.rawValue)
    insert.bind(3, isRecordSet ? row.name : nil)
    insert.bind(4, isRecordSet ? nil : row.name)
    insert.bind(5, blob: row.locator)
    insert.bind(6, row.persons)
    insert.bind(7, row.spellings)
    insert.bind(8, HeldPseudonyms.text(of: row.pseudonyms))
    insert.bind(9, row.terms.reference)
    insert.bind(10, row.terms.reason)
    insert.bind(11, row.terms.by)
    insert.bind(12, row.since)
    insert.bind(13, row.terms.authority)
    insert.bind(14, row.terms.review?.description)
    insert.bind(15, row.terms.until?.description)
    insert.bind(16, Int64(row.terms.isRestriction ? 1 : 0))
    insert.bind(17, row.entry)
    insert.bind(18, row.tag.map { Int($0) })
    insert.bind(19, row.changed)
    insert.bind(20, row.narrowed)
    insert.bind(21, optional: row.shared)
    try insert.run()
    tables.set(row)
  }
}

extension HeldPseudonyms {
  static func text(of pseudonyms: [HeldPseudonyms]) -> String? {
    jsonValue(of: pseudonyms).map { String(decoding: $0.canonical, as: UTF8.self) }
  }

  /// - Returns: nil for a text that is no list of them.
  static func list(_ text: String?) -> [HeldPseudonyms]? {
    guard let text else { return [] }
    guard let node = try? JSONNode(parsing: Array(text.utf8)), let value = JSONValue(node) else { return nil }
    return list(value)
  }
}

extension Statement {
  /// Binds a value, or null for none.
  func bind(_ index: Int, _ text: String?) {
    if let text { bind(index, text) } else { bindNull(index) }
  }
  func bind(_ index: Int, _ number: Int?) {
    if let number { bind(index, Int64(number)) } else { bindNull(index) }
  }
  func bind(_ index: Int, optional bytes: [UInt8]?) {
    if let bytes { bind(index, blob: bytes) } else { bindNull(index) }
  }
}
