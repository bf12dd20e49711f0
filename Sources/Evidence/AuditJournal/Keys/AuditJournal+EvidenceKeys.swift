package import CivilTime
internal import JSONText
internal import SQLite
internal import Words

/// The evidence key is the one that the journal says: compared at every opening, and whenever another process has appended.
///
/// A wrong one would find no held person and no purged record, and every "no" would look like an answer.
extension AuditJournal {
  static let evidenceKeyPrefix = "evidence-key|"
  static let destroyedEvidencePrefix = "evidence-key-destroyed|"

  /// Reads which evidence key had its turn when, and compares the current one with the one that was given.
  ///
  /// - Throws: `JournalError.key` where another was given.
  func pinEvidenceKey() throws {
    guard size > 0 else { return }
    let marks = try orderedMarks(Self.evidenceKeyPrefix)
    if evidenceTurns.turns.isEmpty || evidenceTurns.turns.dropFirst().map(\.start) != marks.map(\.entry) {
      evidenceTurns = evidenceTurns.reading(try readTurns(marks))
    }
    guard let current = evidenceTurns.current else { return }
    guard current.id == evidenceKey.id else { throw wrongEvidenceKey(current) }
    if let stranger = evidenceTurns.given.sorted().first(where: { !evidenceTurns.has($0) }) {
      throw JournalError.key(
        "keys.formerEvidence of stores.json has the key \(stranger), which never was this journal's evidence key",
        remedy: "take it out of stores.json, or correct the file that it names")
    }
  }

  private func readTurns(_ marks: [(name: String, entry: Int)]) throws -> [EvidenceTurns.Turn] {
    let first = try entry(at: 0)
    guard first.type == .journalCreated, let id = first.data["evidenceKey"]?.stringValue else {
      throw JournalError.damaged("entry 0 names no evidence key")
    }
    var turns = [EvidenceTurns.Turn(id: id, start: 0)]
    for mark in marks {
      let entry = try entry(at: mark.entry)
      guard entry.type == .evidenceKeyRotated, entry.data["from"]?.stringValue == turns.last?.id,
        entry.data["to"]?.stringValue == mark.name
      else {
        throw JournalError.damaged("entry \(mark.entry) does not rotate the evidence key to \(mark.name)")
      }
      turns.append(EvidenceTurns.Turn(id: mark.name, start: mark.entry))
    }
    return turns
  }

  private func wrongEvidenceKey(_ current: EvidenceTurns.Turn) -> JournalError {
    let since = current.start == 0 ? "" : " since entry \(current.start)"
    let cause =
      "the journal's evidence key is \(current.id)\(since), and keys.evidence of stores.json has \(evidenceKey.id)"
    guard evidenceTurns.has(evidenceKey.id) else {
      return current.start == 0
        ? .key(cause)
        : .key(cause, remedy: "name the file or credential of \(current.id) under keys.evidence")
    }
    return .key(
      "\(cause), which it was before",
      remedy:
        "name the new key under keys.evidence and this one under keys.formerEvidence, then `retentiond approve` the changed file"
    )
  }

  /// The marks that begin with a prefix, in the order of their entries; each without the prefix.
  func orderedMarks(_ prefix: String) throws -> [(name: String, entry: Int)] {
    try marks(prefix).sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { name, entry in
      guard (0..<size).contains(entry) else {
        throw JournalError.damaged("its state \"\(prefix)\(name)\" is a number that no journal has")
      }
      return (name, entry)
    }
  }

  // MARK: Which key

  /// The key of a hold: the one that its entry names, and the first where it names none.
  func evidenceKey(of row: HoldRow) throws -> EvidenceKey {
    try evidenceKey(named: try evidenceKeyID(of: row), for: "hold \(row.id)")
  }

  func evidenceKeyID(of row: HoldRow) throws -> String {
    guard evidenceTurns.turns.count > 1, let index = row.entry, index >= evidenceTurns.turns[1].start else {
      return evidenceTurns.first
    }
    if let known = evidenceTurns.holdKeys[index] { return known }
    let id = try entry(at: index).data["evidenceKey"]?.stringValue ?? evidenceTurns.first
    evidenceTurns.holdKeys[index] = id
    return id
  }

  /// The key of a batch, by its intent.
  func evidenceKey(ofBatchAt index: Int, for what: String) throws -> EvidenceKey {
    // Without a rotation there is one alone.
    guard evidenceTurns.turns.count > 1 else { return evidenceKey }
    return try evidenceKey(named: try evidenceKeyID(ofBatchAt: index), for: what)
  }

  func evidenceKeyID(ofBatchAt index: Int) throws -> String {
    guard evidenceTurns.turns.count > 1 else { return evidenceTurns.first }
    return try entry(at: index).data["evidenceKey"]?.stringValue ?? evidenceTurns.first
  }

  private func evidenceKey(named id: String, for what: String) throws -> EvidenceKey {
    guard let key = evidenceTurns.key(id) else { throw Self.missing(id, for: what) }
    return key
  }

  private static func missing(_ id: String, for what: String) -> JournalError {
    .key(
      "the evidence key \(id) is not at hand, and \(what) cannot be read without it",
      remedy: "name its file or credential under keys.formerEvidence of stores.json")
  }

  // MARK: What needs a key

  /// Refuses to go on while a former key is missing that a hold in force, an open batch, files that are left or a first run needs.
  package func checkFormerEvidenceKeys() throws {
    for turn in evidenceTurns.former where evidenceTurns.key(turn.id) == nil {
      let needs = try inOneRead { try self.needs(ofEvidenceKey: turn.id) }
      guard needs.isEmpty else { throw Self.missing(turn.id, for: Self.list(needs)) }
    }
  }

  /// What cannot be read without an evidence key: holds in force, open batches, batches with files that are left, and those whose keys wait for a look.
  package func needs(ofEvidenceKey id: String) throws -> [String] {
    var needs: [String] = []
    for row in try holdRows() where [.subject, .persons, .record].contains(row.kind) {
      if try evidenceKeyID(of: row) == id { needs.append("hold \(row.id)") }
    }
    for index in try known({ $0.batches.keys.sorted() }) where try evidenceKeyID(ofBatchAt: index) == id {
      needs.append(BatchName(entry: index).rawValue)
    }
    return needs
  }

  private static func list(_ needs: [String]) -> String {
    let named = needs.prefix(5).joined(separator: ", ")
    return needs.count > 5 ? "\(named) and \(needs.count - 5) more" : named
  }

  /// The evidence keys whose batches cannot be asked, because they are not at hand.
  package func missingEvidenceKeys() throws -> [MissingEvidenceKey] {
    let turns = evidenceTurns.turns
    return try turns.indices.compactMap { place in
      guard evidenceTurns.key(turns[place].id) == nil else { return nil }
      let end = place + 1 < turns.count ? turns[place + 1].start : size
      let query = try connection.prepare("SELECT count(*) FROM batch WHERE entry >= ?1 AND entry < ?2")
      query.bind(1, Int64(turns[place].start))
      query.bind(2, Int64(end))
      let batches = try query.step() ? Int(query.integer(0)) : 0
      return MissingEvidenceKey(
        id: turns[place].id, entries: turns[place].start..<end, batches: batches,
        isDestroyed: try state(Self.destroyedEvidencePrefix + turns[place].id) != nil)
    }
  }

  /// The evidence keys of the journal, the first first: since which entry, whether each is at hand, and what needs it.
  package func evidenceKeys() throws -> [(
    id: String, since: Int, isAtHand: Bool, isDestroyed: Bool, needs: [String]
  )] {
    try inOneRead {
      try evidenceTurns.turns.map { turn in
        (
          turn.id, turn.start, evidenceTurns.key(turn.id) != nil,
          try state(Self.destroyedEvidencePrefix + turn.id) != nil, try needs(ofEvidenceKey: turn.id)
        )
      }
    }
  }

  // MARK: Changing

  /// Makes another key the journal's evidence key. What was made under the ones before stays under them.
  ///
  /// No run may be at work: the journal is opened with the run's lock.
  package func rotateEvidenceKey(to new: EvidenceKey, reason: String, by: String, at time: Instant) throws {
    try checkStatement(reason, by)
    guard !evidenceTurns.has(new.id) else {
      throw JournalError.key(
        "the key \(new.id) is or was the journal's evidence key already",
        remedy: "make another with `retentiond keys generate`")
    }
    let entry = try write(at: time) {
      let index = size
      try setState(Self.evidenceKeyPrefix + new.id, index)
      try appendInTransaction(
        [.evidenceKey(.rotated(from: evidenceKey.id, to: new.id, reason: reason, by: by))], at: time)
      return index
    }
    evidenceTurns = evidenceTurns.rotated(to: new, at: entry)
    evidenceKey = new
  }

  /// Records that a former evidence key is to be destroyed: from then on nobody can ask its batches of a record or a person.
  ///
  /// - Throws: `JournalError.key` for the current key, and as long as something needs the key.
  package func destroyEvidenceKey(_ id: String, reason: String, by: String, at time: Instant) throws {
    try checkStatement(reason, by)
    guard evidenceTurns.has(id) else {
      throw JournalError.text(
        field: "key", cause: "the journal has had no evidence key \(id): see `retentiond keys show`")
    }
    guard id != evidenceKey.id else {
      throw JournalError.key(
        "\(id) is the journal's evidence key", remedy: "`retentiond keys rotate-evidence` first")
    }
    try write(at: time) {
      let needs = try self.needs(ofEvidenceKey: id)
      guard needs.isEmpty else {
        throw JournalError.key(
          "\(Self.list(needs)) cannot be read without the evidence key \(id)",
          remedy: "lift the holds, and let runs settle the batches; nothing was destroyed")
      }
      guard try state(Self.destroyedEvidencePrefix + id) == nil else { return }
      let range = evidenceTurns.turns.firstIndex { $0.id == id }.map { place in
        evidenceTurns.turns[place].start..<evidenceTurns.turns[place + 1].start
      }
      let query = try connection.prepare("SELECT count(*) FROM batch WHERE entry >= ?1 AND entry < ?2")
      query.bind(1, Int64(range?.lowerBound ?? 0))
      query.bind(2, Int64(range?.upperBound ?? 0))
      let batches = try query.step() ? Int(query.integer(0)) : 0
      try setState(Self.destroyedEvidencePrefix + id, size)
      try appendInTransaction(
        [.evidenceKey(.destroyed(id: id, batches: batches, reason: reason, by: by))], at: time)
    }
  }

  func checkStatement(_ reason: String, _ by: String) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    guard lock != nil else {
      throw JournalError.mismatch("keys are changed with the run's lock")
    }
  }
}
