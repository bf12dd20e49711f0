/// The choke point for legal holds: an adapter asks it about every row that it is about to change or count.
///
/// It is asked inside the store's transaction, on the thread that runs the batch. The subject comes as the UTF-8 bytes of
/// its text, the key in `KeyList`'s encoding; neither is kept.
package protocol HoldTest: AnyObject {
  /// Tells if no row can be held, so that asking is needless.
  var isEmpty: Bool { get }
  /// Tells if keys are asked about, too; if false, an adapter may pass an empty key.
  var needsKey: Bool { get }
  /// Tells if a hold keeps the row from every stage.
  ///
  /// - Throws: whatever keeps the question from being answered; the adapter must then roll back: in doubt, keep.
  func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool
  /// Returns the test for the rows of another record set of the store.
  func test(of recordSet: RecordSet) -> any HoldTest
  /// Returns the same test for rows that belong to no record set: a hold keeps them by their subject, their domain or their store. They have no key.
  func test(of dependent: Dependent) -> any HoldTest
}

extension HoldTest {
  package func test(of recordSet: RecordSet) -> any HoldTest { self }
  package func test(of dependent: Dependent) -> any HoldTest { self }

  /// Asks about a row by its values.
  ///
  /// - Parameter key: as the adapter reads it; not looked at unless `needsKey`.
  package func isHeld(subject: ColumnValue, key: some Collection<ColumnValue>) throws(HoldTestError) -> Bool {
    guard !isEmpty else { return false }
    var list = KeyList()
    if needsKey {
      for value in key { list.append(value) }
    }
    do {
      return try unsafe list.bytes.withUnsafeBytes { key in
        guard let subject = subject.subjectBytes else { return try unsafe isHeld(subject: nil, key: key) }
        return try unsafe subject.withUnsafeBytes { try unsafe isHeld(subject: $0, key: key) }
      }
    } catch {
      throw HoldTestError(reason: "\(error)")
    }
  }
}

extension ColumnValue {
  /// A subject's text, as every engine would show it.
  var subjectBytes: [UInt8]? {
    switch self {
    case .null: nil
    case .text(let text): Array(text.utf8)
    case .integer(let number): Array(String(number).utf8)
    case .real(let number): Array(number.description.utf8)
    case .rawText(let bytes), .blob(let bytes): bytes
    }
  }
}

/// A hold that could not be tested.
package struct HoldTestError: Error {
  package let reason: String

  package init(reason: String) { self.reason = reason }
}

/// The test when there are no holds.
package final class NoHolds: HoldTest {
  package init() {}
  package var isEmpty: Bool { true }
  package var needsKey: Bool { false }
  package func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) -> Bool { false }
}
