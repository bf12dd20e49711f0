internal import CivilTime
internal import JSONText
internal import SQLite

/// A hold as the journal's state has it.
struct HoldRow {
  let id: Int
  let kind: HoldKind
  let name: String?
  let locator: [UInt8]
  let tag: Int64?
  let persons: Int?
  let spellings: Int?
  let pseudonyms: [HeldPseudonyms]
  let terms: HoldTerms
  let since: String
  /// The entries that placed it, changed its days last, and took people from it last; nil if there is none, or the hold was placed before they were kept.
  let entry: Int?
  let changed: Int?
  let narrowed: Int?

  /// What every version of the file has, then what version 3 added.
  private static let columns = "id, kind, record_set, locator, tag, reference, reason, placed_by, since"
  private static let laterColumns =
    "name, persons, spellings, pseudonyms, authority, review, until, restriction, entry, changed, narrowed"

  /// - Parameter isCurrent: whether the file has the columns of version 3.
  static func query(isCurrent: Bool, condition: String = "TRUE") -> String {
    "SELECT \(columns)\(isCurrent ? ", " + laterColumns : "") FROM hold WHERE \(condition) ORDER BY id"
  }

  /// - Throws: `JournalError.damaged` for a row that this program cannot understand as a whole: nothing of a hold may be passed over.
  init(_ query: borrowing Statement, isCurrent: Bool) throws {
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
    guard isCurrent else {
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
    self.terms = terms
  }

  func hold() throws -> Hold {
    guard let since = Instant(iso8601: since) else { throw JournalError.damaged("a hold without a time") }
    return Hold(
      id: id, kind: kind, name: name, persons: persons, spellings: spellings, pseudonyms: pseudonyms,
      terms: terms, since: since)
  }
}

extension AuditJournal {
  /// The holds in force, the oldest first.
  public func holds() throws -> [Hold] { try inOneRead { try holdRows().map { try $0.hold() } } }

  func holdRows(_ id: Int? = nil) throws -> [HoldRow] {
    let isCurrent = try hasMembers()
    let query = try connection.prepare(
      HoldRow.query(isCurrent: isCurrent, condition: "?1 IS NULL OR id = ?1"))
    query.bind(1, id)
    var rows: [HoldRow] = []
    while try query.step() { rows.append(try HoldRow(query, isCurrent: isCurrent)) }
    return rows
  }

  func holdRow(_ id: Int) throws -> HoldRow {
    guard let row = try holdRows(id).first else { throw JournalError.unknownHold(id) }
    return row
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
}
