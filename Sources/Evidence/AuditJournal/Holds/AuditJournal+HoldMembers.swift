internal import CivilTime
package import RecordStores
internal import SQLite
internal import TransparencyLog
internal import Words

extension AuditJournal {
  /// The shared locators of a list lie beside its members, as the piece of this number.
  private static let sharedChunk: Int64 = -1

  // MARK: Writing

  func write(_ members: HoldMembers, ofHold id: Int) throws {
    let insert = try connection.prepare("INSERT INTO hold_member (hold, chunk, members) VALUES (?1, ?2, ?3)")
    for (number, chunk) in members.chunks.enumerated() {
      insert.bind(1, Int64(id))
      insert.bind(2, Int64(number))
      insert.bind(3, blob: chunk)
      try insert.run()
    }
  }

  func write(shared: [UInt8], ofHold id: Int) throws {
    guard !shared.isEmpty else { return }
    let insert = try connection.prepare(
      "INSERT INTO hold_member (hold, chunk, members) VALUES (?1, \(Self.sharedChunk), ?2)")
    insert.bind(1, Int64(id))
    insert.bind(2, blob: shared)
    try insert.run()
  }

  // MARK: Reading

  /// The holds as they are now, for the rows of one record set.
  package func holdTest(for recordSet: RecordSet) throws -> any HoldTest {
    try known { tables in
      let digest = tables.digest(of: .holds)
      let holds: HoldsInForce
      if let cachedHolds, cachedHolds.digest == digest {
        holds = cachedHolds.holds
      } else {
        holds = try loadHolds()
        cachedHolds = (digest, holds)
      }
      return HoldRegister(holds, recordSet: recordSet)
    }
  }

  /// The holds as they are now: all of them, or one.
  func loadHolds(_ id: Int? = nil) throws -> HoldsInForce {
    try inOneRead {
      var holds = HoldsInForce()
      let rows = try id.map { [try holdRow($0)] } ?? holdRows()
      let isCurrent = version >= 3
      // Nearly all are under one key.
      if isCurrent, !rows.isEmpty, let key = evidenceTurns.current?.id, let known = evidenceTurns.key(key) {
        try holds.under(known) { $0.subjects.reserve(try storedMembers(of: id)) }
      }
      let people = isCurrent ? try HoldMemberCursor(of: id, in: connection) : nil
      for row in rows {
        switch (row.kind, row.name) {
        case (.subject, _):
          guard row.locator.count == 32 else { throw JournalError.damaged("a hold without its locator") }
          holds.under(try evidenceKey(of: row)) {
            $0.firstSubjects.insert(tag: UInt64(bitPattern: row.tag ?? 0), locator: row.locator)
          }
        case (.persons, _):
          let members = try people?.members(of: row.id) ?? []
          try check(members, of: row)
          holds.under(try evidenceKey(of: row)) { $0.subjects.insert(members: members[...]) }
        case (.record, let name?):
          holds.under(try evidenceKey(of: row)) {
            _ = $0.records[RecordSetName(name), default: []].insert(row.locator)
          }
        case (.recordSet, let name?): holds.recordSets.insert(RecordSetName(name))
        case (.domain, let name?): holds.domains.insert(DomainID(name))
        case (.store, let name?): holds.stores.insert(StoreName(name))
        case (.record, nil), (.recordSet, nil), (.domain, nil), (.store, nil):
          throw JournalError.damaged("hold \(row.id) does not say what it keeps")
        }
      }
      return holds
    }
  }

  /// How many spellings lie in the table: only a measure of the memory that is needed.
  private func storedMembers(of id: Int?) throws -> Int {
    let query = try connection.prepare(
      "SELECT coalesce(sum(length(members)), 0) FROM hold_member WHERE ?1 IS NULL OR hold = ?1")
    query.bind(1, id)
    guard try query.step() else { return 0 }
    return min(max(0, Int(query.integer(0))) / HoldMembers.width, 1 << 28)
  }

  private func check(_ members: [UInt8], of row: HoldRow) throws {
    guard row.spellings == HeldPersons.spellings else {
      throw JournalError.damaged(
        "the people of hold \(row.id) are compared by version \(row.spellings ?? 0) of the spellings, which this program does not know"
      )
    }
    guard !members.isEmpty, members.count % HoldMembers.width == 0 else {
      throw JournalError.damaged("the people of hold \(row.id) are not in the file")
    }
    guard HoldMembers.root(of: members[...]).bytes == row.locator else {
      throw try unproven(.holds)
    }
  }

  /// The locators of everybody whom a hold in force keeps; nil if none of that number is.
  func storedLocators(ofHold id: Int) throws -> [ArraySlice<UInt8>]? {
    guard let row = try known({ $0.holds[id] }), row.kind == .persons else { return nil }
    let members = try storedPersons(of: row).members
    return (0..<members.count).map(members.locator)
  }

  /// The people of a hold, with what several of them share.
  func storedPersons(of row: HoldRow) throws -> HeldPersons {
    let query = try connection.prepare(
      "SELECT chunk, members FROM hold_member WHERE hold = ?1 ORDER BY chunk")
    query.bind(1, Int64(row.id))
    var bytes: [UInt8] = []
    var shared: [UInt8] = []
    while try query.step() {
      if query.integer(0) == Self.sharedChunk { shared = query.blob(1) } else { bytes += query.blob(1) }
    }
    guard row.spellings == HeldPersons.spellings, let members = HoldMembers(bytes: bytes) else {
      throw JournalError.damaged("the people of hold \(row.id) cannot be read")
    }
    try check(bytes, of: row)
    guard LiveBatch.hash(of: shared.isEmpty ? nil : shared) == row.shared else { throw try unproven(.holds) }
    return HeldPersons.stored(
      members: members, shared: shared, count: row.persons ?? 0, pseudonyms: row.pseudonyms)
  }

}

/// The members of holds, read in the holds' order: each row is asked for once.
private final class HoldMemberCursor {
  private let query: Statement
  private var hasRow: Bool

  init(of id: Int?, in connection: Connection) throws {
    query = try connection.prepare(
      "SELECT hold, members FROM hold_member WHERE chunk >= 0 AND (?1 IS NULL OR hold = ?1) ORDER BY hold, chunk"
    )
    query.bind(1, id)
    hasRow = try query.step()
  }

  func members(of hold: Int) throws -> [UInt8] {
    var members: [UInt8] = []
    while hasRow, query.integer(0) <= hold {
      if query.integer(0) == hold { members += query.blob(1) }
      hasRow = try query.step()
    }
    return members
  }
}
