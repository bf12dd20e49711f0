package import RecordStores
internal import TestNames
package import Words

/// Holds as a journal has them: on people, on records of a set, on whole sets.
package final class PlacedHolds: HoldTest {
  package struct Holds {
    package var subjects: Set<String> = []
    /// The first part of each record's key, by record set.
    package var records: [RecordSetName: Set<Int64>] = [:]
    package var sets: Set<RecordSetName> = []

    package init(
      subjects: Set<String> = [], records: [RecordSetName: Set<Int64>] = [:], sets: Set<RecordSetName> = []
    ) {
      self.subjects = subjects
      self.records = records
      self.sets = sets
    }

    var isEmpty: Bool { subjects.isEmpty && records.isEmpty && sets.isEmpty }
  }

  private let holds: Holds
  private let recordSet: RecordSet?
  private let meanwhile: (RecordSetName) -> Void

  /// - Parameters:
  ///   - recordSet: nil for rows that belong to none.
  ///   - meanwhile: what others do while a row is asked about; told the row's record set.
  package init(
    _ holds: Holds, in recordSet: RecordSet?, meanwhile: @escaping (RecordSetName) -> Void = { _ in }
  ) {
    self.holds = holds
    self.recordSet = recordSet
    self.meanwhile = meanwhile
  }

  package var isEmpty: Bool {
    guard let recordSet, !recordSet.asksAncestors else { return holds.isEmpty }
    return holds.subjects.isEmpty && holds.records[recordSet.name] == nil
      && !holds.sets.contains(recordSet.name)
  }

  package var needsKey: Bool { recordSet.map { holds.records[$0.name] != nil } ?? false }

  package func test(of recordSet: RecordSet) -> any HoldTest {
    PlacedHolds(holds, in: recordSet, meanwhile: meanwhile)
  }
  package func test(of dependent: Dependent) -> any HoldTest { PlacedHolds(holds, in: nil) }

  package func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) -> Bool {
    if let recordSet { meanwhile(recordSet.name) }
    if let subject = unsafe subject, unsafe holds.subjects.contains(String(decoding: subject, as: UTF8.self))
    {
      return true
    }
    guard let recordSet else { return false }
    if holds.sets.contains(recordSet.name) { return true }
    guard let records = holds.records[recordSet.name] else { return false }
    var list = KeyList()
    unsafe list.append(Array(key)[...])
    return list.integers.first.map(records.contains) ?? false
  }
}
