internal import JSONText
internal import SQLite
internal import TransparencyLog
internal import Words

/// The tables that decide, in memory: what was hashed is what answers, and the file is only where it is kept.
///
/// It is read from the file where an entry has its digests, and after that it changes with what this process appends, and by nothing else: no digest is made
/// from a table that somebody may have changed meanwhile.
final class JournalState {
  private(set) var marks: [String: Int] = [:]
  private(set) var approvals: [ConfigurationDigest: ApprovalRow] = [:]
  private(set) var holds: [Int: HoldRow] = [:]
  private(set) var batches: [Int: LiveBatch] = [:]
  private var markDigest = TableDigest<String>()
  private var approvalDigest = TableDigest<String>()
  private var holdDigest = TableDigest<Int>()
  private var batchDigest = TableDigest<Int>()
  /// The digests as the signed entries have them, each with its entry; empty for a journal of an earlier version.
  var said: [StateTable: StateMember.Said] = [:]
  private var changed: Set<StateTable> = []

  /// Tells if no entry says what the tables must be.
  var isUnsaid: Bool { said.isEmpty }

  /// How many rows a fresh count would read.
  var rowCount: Int { marks.count + approvals.count + holds.count + batches.count }

  // MARK: Reading the file

  init() {}

  init(_ connection: Connection, version: Int) throws {
    for table in StateTable.allCases { try load(table, from: connection, version: version) }
  }

  func load(_ table: StateTable, from connection: Connection, version: Int) throws {
    switch table {
    case .marks:
      (marks, markDigest) = ([:], TableDigest())
      let query = try connection.prepare("SELECT name, value FROM state ORDER BY name")
      while try query.step() { set(mark: query.text(0) ?? "", to: Int(query.integer(1))) }
    case .approvals:
      (approvals, approvalDigest) = ([:], TableDigest())
      let query = try connection.prepare(
        "SELECT digest, base, approved_by, entry FROM approval ORDER BY digest")
      while try query.step() {
        set(
          ApprovalRow(base: query.text(1) ?? "", by: query.text(2) ?? "", entry: Int(query.integer(3))),
          for: ConfigurationDigest(query.text(0) ?? ""))
      }
    case .holds:
      (holds, holdDigest) = ([:], TableDigest())
      let query = try connection.prepare(HoldRow.query(version: version))
      while try query.step() {
        var row = try HoldRow(query, version: version)
        if version == 3 { row.shared = LiveBatch.hash(of: try Self.shared(of: row.id, in: connection)) }
        set(row)
      }
    case .batches:
      (batches, batchDigest) = ([:], TableDigest())
      if version < JournalSchema.version { return try loadBatches(from: connection, version: version) }
      let query = try connection.prepare(
        "SELECT entry, outcome, sealed, files FROM live_batch ORDER BY entry")
      while try query.step() {
        set(
          LiveBatch(
            outcome: query.text(1), sealed: query.optionalBlob(2), files: query.optionalBlob(3)),
          at: Int(query.integer(0)))
      }
    }
    changed.remove(table)
  }

  /// Reads the live batches from all that there are, as a file of an earlier version has them.
  func loadBatches(from connection: Connection, version: Int) throws {
    (batches, batchDigest) = ([:], TableDigest())
    let files = version == 1 ? "NULL" : "files"
    let query = try connection.prepare(
      """
      SELECT entry, outcome, sealed, \(files) FROM batch
      WHERE outcome IS NULL OR sealed IS NOT NULL OR \(files) IS NOT NULL ORDER BY entry
      """)
    while try query.step() {
      set(
        LiveBatch(
          outcome: query.text(1), sealed: LiveBatch.hash(of: query.optionalBlob(2)),
          files: LiveBatch.hash(of: query.optionalBlob(3))),
        at: Int(query.integer(0)))
    }
  }

  private static func shared(of hold: Int, in connection: Connection) throws -> [UInt8]? {
    let query = try connection.prepare("SELECT members FROM hold_member WHERE hold = ?1 AND chunk = -1")
    query.bind(1, Int64(hold))
    return try query.step() ? query.blob(0) : nil
  }

  // MARK: Changing

  func set(mark name: String, to value: Int?) {
    marks[name] = value
    changed.insert(.marks)
    markDigest.set(
      name,
      value.map { value in
        var bytes = RowBytes()
        bytes.add(name)
        bytes.add(value)
        return bytes.hash
      })
  }

  func set(_ approval: ApprovalRow, for digest: ConfigurationDigest) {
    approvals[digest] = approval
    changed.insert(.approvals)
    approvalDigest.set(digest.rawValue, approval.hash(digest: digest))
  }

  func set(_ hold: HoldRow) {
    holds[hold.id] = hold
    changed.insert(.holds)
    holdDigest.set(hold.id, hold.hash)
  }

  /// - Returns: false if there is no such hold.
  func remove(hold id: Int) -> Bool {
    guard holds.removeValue(forKey: id) != nil else { return false }
    changed.insert(.holds)
    holdDigest.set(id, nil)
    return true
  }

  func set(_ batch: LiveBatch?, at entry: Int) {
    let batch = batch.flatMap { $0.isLive ? $0 : nil }
    batches[entry] = batch
    changed.insert(.batches)
    batchDigest.set(entry, batch?.hash(entry: entry))
  }

  // MARK: Digests

  func digest(of table: StateTable) -> String {
    switch table {
    case .approvals: approvalDigest.text()
    case .batches: batchDigest.text()
    case .holds: holdDigest.text()
    case .marks: markDigest.text()
    }
  }

  /// Returns the member `state` of the entry at an index: the digest of each table that the transaction changed, and of the others which entry has it.
  func member(at index: Int) -> JSONValue {
    var members: [String: JSONValue] = [:]
    for table in StateTable.allCases {
      let before = said[table]
      let now = changed.contains(table) || before == nil ? digest(of: table) : before?.digest ?? ""
      if let before, before.digest == now {
        members[table.rawValue] = .integer(before.entry)
      } else {
        said[table] = StateMember.Said(digest: now, entry: index)
        members[table.rawValue] = .string(now)
      }
    }
    changed.removeAll()
    return .object(members)
  }

  /// The tables that changed since an entry said what they are.
  var unsaidChanges: [StateTable] {
    changed.filter { digest(of: $0) != said[$0]?.digest }.sorted { $0.rawValue < $1.rawValue }
  }
}
