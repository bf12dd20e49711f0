internal import RecordStores

/// The choke point of a run: the journal's holds, and the rows that this run has set aside.
///
/// Every count and every change of a run asks this test and no other.
final class RunHolds: HoldTest {
  private let holds: any HoldTest
  private var setAside: Set<[UInt8]> = []

  init(_ holds: any HoldTest, setAside: Set<[UInt8]>) {
    self.holds = holds
    self.setAside = setAside
  }

  var isEmpty: Bool { holds.isEmpty && setAside.isEmpty }
  var needsKey: Bool { holds.needsKey || !setAside.isEmpty }

  func test(of recordSet: RecordSet) -> any HoldTest { holds.test(of: recordSet) }
  func test(of dependent: Dependent) -> any HoldTest { holds.test(of: dependent) }

  func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool {
    if try unsafe holds.isHeld(subject: subject, key: key) { return true }
    if setAside.isEmpty { return false }
    return unsafe setAside.contains(Array(key))
  }
}
