internal import Crypto
internal import RecordStores
internal import TransparencyLog
internal import Words

/// Whom a batch's rows are about: for each record a locator of its subject, and for each row of a dependent its own locator and one of its subject.
///
/// A subject's locator is an HMAC-SHA-256 over the batch's name, a zero byte, the row's number and the subject's tag, eight bytes each with the high
/// one first; the tag is left out of a row that names nobody. So it is another one in each row, and only the holder of the evidence key
/// sees that two rows are one person's. Records are numbered from 0, the rows of dependents behind them, table by table.
struct SubjectEvidence {
  /// 32 bytes for each record, in the order of their locators.
  let subjects: [UInt8]
  /// 64 bytes for each row of a dependent, its locator and its subject's, table by table in the order of their names' bytes: those that went, and then those that stayed
  /// and lost their reference.
  let dependents: [UInt8]
  let roots: SubjectRoots

  static let width = TreeHash.width
  static let dependentWidth = 2 * TreeHash.width

  /// - Parameter batch: the batch's name.
  init(_ rows: BatchSubjects, batch: BatchName, store: StoreName, evidenceKey: EvidenceKey) {
    let fresh = evidenceKey.subjectState(batch: batch)
    var subjects: [UInt8] = []
    subjects.reserveCapacity(rows.records.count * Self.width)
    for (row, tag) in rows.records.enumerated() { Self.append(tag, row: row, fresh, to: &subjects) }
    var dependents: [UInt8] = []
    dependents.reserveCapacity(
      (rows.dependents.count + rows.withoutReference.count) * Self.dependentWidth)
    var row = rows.records.count
    func add(_ rows: DependentRows, locatedBy state: (String) -> HMAC<SHA256>) {
      for name in rows.names {
        guard let table = rows.tables[name] else { continue }
        let located = state(name)
        for place in 0..<table.keys.count {
          var state = located
          state.update(data: table.keys[place])
          unsafe state.finalize().withUnsafeBytes { unsafe dependents.append(contentsOf: $0) }
          Self.append(table.subjects[place], row: row, fresh, to: &dependents)
          row += 1
        }
      }
    }
    add(rows.dependents) { evidenceKey.dependentState(store: store, table: $0) }
    add(rows.withoutReference) { evidenceKey.lostReferenceState(store: store, table: $0) }
    self.subjects = subjects
    self.dependents = dependents
    roots = SubjectRoots(subjects: subjects, dependents: dependents)
  }

  private static func append(_ tag: UInt64?, row: Int, _ fresh: HMAC<SHA256>, to bytes: inout [UInt8]) {
    unsafe code(of: tag, row: row, fresh).withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// The locator of a subject in one row.
  static func code(of tag: UInt64?, row: Int, _ fresh: HMAC<SHA256>) -> HMAC<SHA256>.MAC {
    var state = fresh
    var words: InlineArray<2, UInt64> = [UInt64(row).bigEndian, (tag ?? 0).bigEndian]
    unsafe withUnsafeBytes(of: &words) { bytes in
      unsafe state.update(data: UnsafeRawBufferPointer(rebasing: bytes[..<(tag == nil ? 8 : 16)]))
    }
    return state.finalize()
  }
}
