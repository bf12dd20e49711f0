public import CivilTime
internal import Crypto
internal import RecordStores

/// What a hold keeps from every stage.
public enum HoldScope: Sendable {
  /// Every record of a person, in every record set that names its subject.
  case subject(String)
  /// One record, by its key in `KeyList`'s encoding.
  case record(store: String, recordSet: String, key: [UInt8])
  case recordSet(String)

  var kind: String {
    switch self {
    case .subject: "subject"
    case .record: "record"
    case .recordSet: "record-set"
    }
  }
}

/// A hold in force, without whom it is about.
public struct Hold: Hashable, Sendable {
  public let id: Int
  /// `subject`, `record` or `record-set`.
  public let kind: String
  /// The record set of a hold on one or on a record of one.
  public let recordSet: String?
  public let reference: String
  public let reason: String
  public let by: String
  public let since: Instant
}

/// How an identifier is written before it is compared: without spaces, points and hyphens, in capitals; of a NIR its 13 characters
/// without the key. One person is one subject, however a store spells it.
enum SubjectForm {
  static let limit = 128

  /// Writes the normalised form into the buffer; returns its length.
  static func normalise(_ bytes: UnsafeRawBufferPointer, into buffer: inout InlineArray<128, UInt8>) -> Int {
    var count = 0
    for index in 0..<bytes.count where count < limit {
      let byte = unsafe bytes[index]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "."), UInt8(ascii: "-"): continue
      case UInt8(ascii: "a")...UInt8(ascii: "z"): buffer[count] = byte - 0x20
      default: buffer[count] = byte
      }
      count += 1
    }
    return count == 15 && isNIR(buffer) ? 13 : count
  }

  static func normalised(_ identifier: String) -> [UInt8] {
    var buffer = InlineArray<128, UInt8>(repeating: 0)
    let count = unsafe Array(identifier.utf8).withUnsafeBytes { unsafe normalise($0, into: &buffer) }
    return (0..<count).map { buffer[$0] }
  }

  /// Digits, but for the department of Corsica.
  private static func isNIR(_ buffer: borrowing InlineArray<128, UInt8>) -> Bool {
    for index in 0..<15 {
      let byte = buffer[index]
      let isDigit = (0x30...0x39).contains(byte)
      let isCorsica = index == 6 && (byte == UInt8(ascii: "A") || byte == UInt8(ascii: "B"))
      if !isDigit && !isCorsica { return false }
    }
    return true
  }
}

/// The holds as they are at one moment, for the rows of one record set.
final class HoldRegister: HoldTest {
  /// The record sets that are held as a whole.
  private let heldSets: Set<String>
  private let isWholeSetHeld: Bool
  private let store: String
  private let subjects: HeldSubjects
  private let allRecords: [String: Set<[UInt8]>]
  private let records: Set<[UInt8]>
  private let evidenceKey: EvidenceKey
  private let fresh: HMAC<SHA256>
  private var buffer = InlineArray<128, UInt8>(repeating: 0)

  /// - Parameter records: the locators of the records that are held, by record set.
  init(
    heldSets: Set<String>, subjects: HeldSubjects, records: [String: Set<[UInt8]>], evidenceKey: EvidenceKey,
    store: String, recordSet: String
  ) {
    self.heldSets = heldSets
    isWholeSetHeld = heldSets.contains(recordSet)
    self.store = store
    self.subjects = subjects
    allRecords = records
    self.records = records[recordSet] ?? []
    self.evidenceKey = evidenceKey
    fresh = evidenceKey.locatorState(store: store, recordSet: recordSet)
  }

  var isEmpty: Bool { !isWholeSetHeld && subjects.isEmpty && records.isEmpty }
  var needsKey: Bool { !records.isEmpty }

  func test(forDependentsIn recordSet: String?) -> any HoldTest {
    HoldRegister(
      heldSets: recordSet == nil ? [] : heldSets, subjects: subjects,
      records: recordSet == nil ? [:] : allRecords,
      evidenceKey: evidenceKey, store: store, recordSet: recordSet ?? "")
  }

  func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) -> Bool {
    if isWholeSetHeld { return true }
    if let subject = unsafe subject, !subjects.isEmpty {
      let count = unsafe SubjectForm.normalise(subject, into: &buffer)
      let tag = unsafe withUnsafeBytes(of: &buffer) {
        unsafe evidenceKey.tag(UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
      let isHeld = subjects.contains(tag: tag) { evidenceKey.subjectLocator((0..<count).map { buffer[$0] }) }
      if isHeld { return true }
    }
    guard !records.isEmpty else { return false }
    var state = fresh
    unsafe state.update(data: key)
    return records.contains(Array(state.finalize()))
  }
}
