internal import JSONText
internal import SQLite
internal import TransparencyLog
package import Words

/// The state that decides: proven in memory, and kept in the file.
extension AuditJournal {
  // MARK: Believing

  /// Runs a body whose questions see one state of the file, which is proven first where somebody else may have changed it.
  func inOneRead<Result>(_ body: () throws -> Result) throws -> Result {
    guard !connection.isInTransaction else { return try body() }
    try connection.execute("BEGIN")
    // Nothing was written; if it cannot end, the next BEGIN fails and says so.
    defer { try? connection.execute("ROLLBACK") }
    try refresh()
    return try body()
  }

  /// Runs a body on the tables that decide, as they are proven.
  func known<Result>(_ body: (JournalState) throws -> Result) throws -> Result {
    try inOneRead {
      if let doubt { throw doubt }
      return try body(tables)
    }
  }

  /// The error of a row that is not what was hashed.
  func unproven(_ table: StateTable) throws -> JournalError {
    .unproven(table: table, entry: try known { $0.said[table]?.entry } ?? max(0, size - 1))
  }

  /// Compares the tables that decide with the signed entries, and takes them from the file. Called in a transaction.
  ///
  /// - Parameter isSameTip: tells if no entry came since they were taken: then something else than this program has written.
  func prove(isSameTip: Bool) throws {
    let version = Int(try connection.integer("PRAGMA user_version") ?? 0)
    self.version = version
    guard let finding = try JournalSchema.finding(in: connection, version: version) else {
      return try proveTables(version: version, isSameTip: isSameTip)
    }
    throw JournalError.damaged(finding)
  }

  private func proveTables(version: Int, isSameTip: Bool) throws {
    let said = try size == 0 ? [:] : stateAtTip()
    guard let said else {
      guard !isOpened || access == .read || access == .inspect else {
        throw JournalError.damaged(
          "entry \(size - 1) does not say what the state is: an earlier version of the program still runs on the journal; end it, and open the journal again"
        )
      }
      tables = try JournalState(connection, version: min(version, JournalSchema.version - 1))
      // Nothing that is to write may believe it before it is raised.
      if access == .read || access == .inspect { try JournalVerifier.require(connection, of: self) }
      return
    }
    guard version == JournalSchema.version else {
      throw JournalError.damaged(
        "the file says that it is of version \(version), and its entries are of version \(JournalSchema.version)"
      )
    }
    let loaded = tables.isUnsaid || isSameTip ? JournalState() : tables
    // What fails below leaves nothing to believe.
    tables = JournalState()
    for (table, digest) in said.sorted(by: { $0.key.rawValue < $1.key.rawValue })
    where loaded.said[table]?.digest != digest.digest {
      try loaded.load(table, from: connection, version: version)
      guard loaded.digest(of: table) == digest.digest else {
        throw JournalError.unproven(table: table, entry: digest.entry)
      }
    }
    loaded.said = said
    tables = loaded
  }

  /// What the last entry says of each table; nil where it says nothing, as those of earlier versions.
  private func stateAtTip() throws -> [StateTable: StateMember.Said]? {
    var head = try leaf(at: size - 1)
    if head.type == .entryPart {
      guard let index = head.data["entry"]?.integerValue, index < size else {
        throw JournalError.damaged("entry \(size - 1) is a part of no entry")
      }
      head = try leaf(at: index)
      guard EntryParts.count(in: head.data) == size - 1 - index else {
        throw JournalError.damaged("entry \(index) does not have the parts that follow it")
      }
    }
    guard let value = head.data[StateMember.name] else { return nil }
    guard let member = StateMember(value) else {
      throw JournalError.damaged("entry \(head.index) does not say of each table what its state is")
    }
    var said: [StateTable: StateMember.Said] = [:]
    for (table, value) in member.values {
      switch value {
      case .digest(let digest): said[table] = StateMember.Said(digest: digest, entry: head.index)
      case .entry(let index):
        guard index < head.index,
          case .digest(let digest)? = try leaf(at: index).data[StateMember.name].flatMap(StateMember.init)?
            .values[table]
        else {
          throw JournalError.damaged(
            "entry \(head.index) says that entry \(index) has a digest, and it has none")
        }
        said[table] = StateMember.Said(digest: digest, entry: index)
      }
    }
    return said
  }

  #if DEBUG
    /// Tells if a fresh look at the file finds the tables as they are in memory. Of large ones only now and then, or each transaction would cost all of them.
    func isKeptAsKnown() throws -> Bool {
      guard tables.rowCount < 1_000 || size.isMultiple(of: 4_096) else { return true }
      let fresh = try JournalState(connection, version: JournalSchema.version)
      return StateTable.allCases.allSatisfy { fresh.digest(of: $0) == tables.digest(of: $0) }
    }
  #endif

  // MARK: Marks

  /// Returns a mark: a count or an entry's index.
  func state(_ name: String) throws -> Int? {
    guard let value = try known({ $0.marks[name] }) else { return nil }
    // Another number is somebody's hand, and no number to count with.
    guard (0...Checkpoint.maximumSize).contains(value) else {
      throw JournalError.damaged("its state \"\(name)\" is a number that no journal has")
    }
    return value
  }

  /// Returns the marks whose names begin so, by the rest of their names.
  func marks(_ prefix: String) throws -> [String: Int] {
    try known { tables in
      Dictionary(
        uniqueKeysWithValues: tables.marks.filter { $0.key.hasPrefix(prefix) }.map {
          (String($0.key.dropFirst(prefix.count)), $0.value)
        })
    }
  }

  /// Sets a mark. Called in a transaction that appends.
  func setState(_ name: String, _ value: Int) throws {
    let insert = try connection.prepare(
      "INSERT INTO state VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    insert.bind(1, name)
    insert.bind(2, Int64(value))
    try insert.run()
    tables.set(mark: name, to: value)
  }

  func removeState(_ name: String) throws {
    let delete = try connection.prepare("DELETE FROM state WHERE name = ?1")
    delete.bind(1, name)
    try delete.run()
    tables.set(mark: name, to: nil)
  }

  /// The rows that a record set had at the end of the last run.
  package func rowCount(ofRecordSet name: RecordSetName) throws -> Int? {
    try state(Self.rowCounts + name.rawValue)
  }

  static let rowCounts = "rows|"

  // MARK: Batches

  /// The intents without outcome, in order.
  func openBatches() throws -> [Int] {
    try known { $0.batches.filter { $0.value.outcome == nil }.keys.sorted() }
  }

  /// Writes what is still to be done about a batch.
  func set(_ batch: LiveBatch?, at entry: Int) throws {
    if let batch, batch.isLive {
      let insert = try connection.prepare("INSERT OR REPLACE INTO live_batch VALUES (?1, ?2, ?3, ?4)")
      insert.bind(1, Int64(entry))
      insert.bind(2, batch.outcome)
      insert.bind(3, optional: batch.sealed)
      insert.bind(4, optional: batch.files)
      try insert.run()
    } else {
      let delete = try connection.prepare("DELETE FROM live_batch WHERE entry = ?1")
      delete.bind(1, Int64(entry))
      try delete.run()
    }
    tables.set(batch, at: entry)
  }

  /// The sealed keys of a batch, if they are those that were hashed.
  func sealedKeys(ofBatchAt entry: Int) throws -> [UInt8] {
    try sealed("sealed", ofBatchAt: entry, known { $0.batches[entry]?.sealed })
  }

  /// The same of its files that are left.
  func sealedFiles(ofBatchAt entry: Int) throws -> [UInt8] {
    try sealed("files", ofBatchAt: entry, known { $0.batches[entry]?.files })
  }

  private func sealed(_ column: String, ofBatchAt entry: Int, _ hash: [UInt8]?) throws -> [UInt8] {
    let query = try connection.prepare("SELECT \(column) FROM batch WHERE entry = ?1")
    query.bind(1, Int64(entry))
    guard try query.step(), let bytes = query.optionalBlob(0), LiveBatch.hash(of: bytes) == hash else {
      throw try unproven(.batches)
    }
    return bytes
  }

  // MARK: Holds, tested

  /// Raised by every hold that is placed or lifted.
  package func holdGeneration() throws -> Int { try state("hold-generation") ?? 0 }
}
