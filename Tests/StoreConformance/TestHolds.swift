public import RecordStores

/// Holds the people whose identifiers, or the rows whose keys, are listed.
public final class ListedHolds: HoldTest {
  private let subjects: Set<String>
  private let keys: Set<[UInt8]>

  public init(subjects: Set<String> = [], keys: Set<[UInt8]> = []) {
    self.subjects = subjects
    self.keys = keys
  }

  public convenience init(subject: String, keys: KeyList) {
    self.init(subjects: [subject], keys: Set((0..<keys.count).map { Array(keys[$0]) }))
  }

  public var isEmpty: Bool { subjects.isEmpty && keys.isEmpty }
  public var needsKey: Bool { !keys.isEmpty }

  public func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool {
    if let subject = unsafe subject, unsafe subjects.contains(String(decoding: subject, as: UTF8.self)) {
      return true
    }
    return unsafe keys.contains(Array(key))
  }
}

/// Holds what a closure says, and does what it likes on the way.
public final class AskedHolds: HoldTest {
  public let isEmpty = false
  public let needsKey = true
  private let isHeld: (String) throws -> Bool

  /// - Parameter isHeld: told each subject.
  public init(_ isHeld: @escaping (String) throws -> Bool) { self.isHeld = isHeld }

  /// A hold on somebody whom nobody knows: each row is asked about, and none is held.
  public static func nobody() -> AskedHolds { AskedHolds { _ in false } }

  public func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool {
    try isHeld(unsafe subject.map { unsafe String(decoding: $0, as: UTF8.self) } ?? "")
  }
}
