package import RecordStores

/// Holds the people whose identifiers, or the rows whose keys, are listed.
package final class ListedHolds: HoldTest {
  private let subjects: Set<String>
  private let keys: Set<[UInt8]>

  package init(subjects: Set<String> = [], keys: Set<[UInt8]> = []) {
    self.subjects = subjects
    self.keys = keys
  }

  package convenience init(subject: String, keys: KeyList) {
    self.init(subjects: [subject], keys: Set((0..<keys.count).map { Array(keys[$0]) }))
  }

  package var isEmpty: Bool { subjects.isEmpty && keys.isEmpty }
  package var needsKey: Bool { !keys.isEmpty }

  package func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool {
    if let subject = unsafe subject, unsafe subjects.contains(String(decoding: subject, as: UTF8.self)) {
      return true
    }
    return unsafe keys.contains(Array(key))
  }
}

/// Holds what a closure says, and does what it likes on the way.
package final class AskedHolds: HoldTest {
  package let isEmpty = false
  package let needsKey = true
  private let isHeld: (String) throws -> Bool

  /// - Parameter isHeld: told each subject.
  package init(_ isHeld: @escaping (String) throws -> Bool) { self.isHeld = isHeld }

  /// A hold on somebody whom nobody knows: each row is asked about, and none is held.
  package static func nobody() -> AskedHolds { AskedHolds { _ in false } }

  package func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool {
    try isHeld(unsafe subject.map { unsafe String(decoding: $0, as: UTF8.self) } ?? "")
  }
}
