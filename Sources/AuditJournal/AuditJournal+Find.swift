public import CivilTime
internal import JSONText
public import RecordStores
internal import SQLite
internal import TextEncodings
public import TransparencyLog

/// A record's place in its batch: its locator, and the hashes from there to the root that the intent has.
public struct RowPlace: Hashable, Sendable {
  public let locator: [UInt8]
  public let inclusion: InclusionProof

  /// As a proof's extra line has it: canonical JSON.
  public var bytes: [UInt8] {
    JSONValue.object([
      "locator": .string(Hexadecimal.encode(locator)), "row": .integer(inclusion.index),
      "rows": .integer(inclusion.size),
      "path": .array(inclusion.hashes.map { .string(Hexadecimal.encode($0.bytes)) }),
    ]).canonical
  }
}

/// What the journal says of one record: one batch that listed it.
public struct RecordEvidence: Sendable {
  public let batch: String
  public let intent: BatchIntent
  /// The entry with the intent, and when it was made durable.
  public let prepared: (entry: Int, time: Instant)
  /// What became of the batch, where that stands, and when; nil while it is open.
  public let outcome: (text: String, entry: Int, time: Instant)?
  /// Who agreed to the configuration that the batch ran under, and the entry that says so.
  public let approval: (by: String, entry: Int)?
  public let place: RowPlace

  public var isCommitted: Bool { outcome?.text == "committed" }
}

extension AuditJournal {
  /// Every batch that listed a record, the first first. Only the holder of the evidence key can ask.
  ///
  /// - Parameter keys: the encodings that the record's key may have; the record is gone, and with it the types of its columns.
  public func evidence(store: String, recordSet: String, keys: [[UInt8]]) throws -> [RecordEvidence] {
    let wanted = keys.map { evidenceKey.locator(store: store, recordSet: recordSet, key: $0) }
    return try snapshot {
      try proveBatches()
      let query = try connection.prepare("SELECT entry, locators FROM batch ORDER BY entry")
      var found: [RecordEvidence] = []
      while try query.step() {
        let row = unsafe query.withBytes(1, asText: false) { bytes in
          // Whole ones: what somebody cut off behind the last does not have the intent's root, which is compared below.
          (0..<bytes.count / RowEvidence.width).first { row in
            let start = row * RowEvidence.width
            let locator = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + RowEvidence.width])
            return wanted.contains { unsafe locator.elementsEqual($0) }
          }
        }
        // A "no" is an answer only if the evidence is the one that was signed.
        guard try row != nil || isEvidence(query.blob(1), ofIntentAt: Int(query.integer(0))) else {
          throw JournalError.damaged(
            "the evidence of batch-\(query.integer(0)) is not what its intent says")
        }
        if let row {
          found.append(try evidence(inBatchAt: Int(query.integer(0)), row: row, locators: query.blob(1)))
        }
      }
      return found
    }
  }

  private func isEvidence(_ locators: [UInt8], ofIntentAt index: Int) throws -> Bool {
    let root = try entry(at: index).data["rowsRoot"]?.stringValue
    return locators.count.isMultiple(of: RowEvidence.width)
      && Hexadecimal.encode(RowEvidence.root(of: locators).bytes) == root
  }

  private func evidence(inBatchAt index: Int, row: Int, locators: [UInt8]) throws -> RecordEvidence {
    let entry = try entry(at: index)
    guard let intent = BatchIntent(entry.data), let root = entry.data["rowsRoot"]?.stringValue else {
      throw JournalError.damaged("entry \(index) is no intent")
    }
    let leaves = RowEvidence.leaves(of: locators)
    let proof = try RowEvidence.proof(of: row, in: leaves)
    guard Hexadecimal.encode(try proof.root(leaf: leaves[row]).bytes) == root else {
      throw JournalError.damaged("the evidence of batch-\(index) is not what its intent says")
    }
    let approval = try self.approval(for: intent.configuration)
    return RecordEvidence(
      batch: "batch-\(index)", intent: intent, prepared: (index, entry.time),
      outcome: try outcome(ofBatchAt: index), approval: approval.map { ($0.by, $0.entry) },
      place: RowPlace(
        locator: Array(locators[row * RowEvidence.width..<(row + 1) * RowEvidence.width]), inclusion: proof))
  }

  /// What became of a batch, by the last entry that says so. It stands near the intent: an outcome travels with the next one.
  func outcome(ofBatchAt index: Int) throws -> (text: String, entry: Int, time: Instant)? {
    let state = try connection.prepare("SELECT outcome FROM batch WHERE entry = ?1")
    state.bind(1, Int64(index))
    guard try state.step(), let text = state.text(0) else { return nil }
    let query = try connection.prepare(
      "SELECT idx FROM entry WHERE idx > ?1 AND instr(bytes, CAST(?2 AS BLOB)) > 0 ORDER BY idx")
    query.bind(1, Int64(index))
    query.bind(2, "\"batch\":\"batch-\(index)\"")
    while try query.step() {
      let entry = try entry(at: Int(query.integer(0)))
      guard entry.data["batch"]?.stringValue == "batch-\(index)", entry.data["outcome"]?.stringValue == text
      else { continue }
      return (text, entry.index, entry.time)
    }
    throw JournalError.damaged("batch-\(index) is \(text) in the state, and no entry says so")
  }

  /// The proof that an entry is in the journal, with a record's place in its batch as what is added.
  public func proof(of evidence: RecordEvidence) throws -> LogProof {
    let proof = try proof(of: evidence.prepared.entry)
    return LogProof(inclusion: proof.inclusion, note: proof.note, extra: evidence.place.bytes)
  }
}

extension KeyList {
  /// The encodings that a key may have, by its parts as a person types them: each part as text, and as a number where it is one.
  public static func candidates(_ parts: [String]) -> [[UInt8]] {
    parts.reduce(into: [KeyList()]) { lists, part in
      let values: [ColumnValue] =
        [.text(part)] + (Int64(part).map { String($0) == part ? [.integer($0)] : [] } ?? [])
      lists = lists.flatMap { list in
        values.map { value in
          var list = list
          list.append(value)
          return list
        }
      }
    }.map(\.bytes)
  }
}
