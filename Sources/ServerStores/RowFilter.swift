internal import RecordStores

/// What is judged of a row on this side: whether a hold keeps it, and whether its columns look pseudonymised already.
struct RowFilter {
  let recordSet: RecordSet
  let holds: any HoldTest
  /// The columns whose form says that a row is done, where there is no marker.
  let looks: [ColumnChange]
  /// The columns that dependents refer to, where they are asked about.
  private let referred: [String]

  init(
    _ recordSet: RecordSet, holds: any HoldTest, pseudonymising: [ColumnChange]?, asksDependents: Bool = false
  ) {
    self.recordSet = recordSet
    self.holds = holds
    looks = recordSet.marker == nil ? pseudonymising ?? [] : []
    let known = recordSet.key + (recordSet.subject.map { [$0] } ?? [])
    referred = asksDependents ? DependentWalk.columns(of: recordSet).filter { !known.contains($0) } : []
  }

  init(_ selection: Selection, holds: any HoldTest) {
    self.init(
      selection.recordSet, holds: holds, pseudonymising: selection.pseudonymising,
      asksDependents: selection.dependents != nil)
  }

  var isNeedless: Bool { holds.isEmpty && looks.isEmpty }

  /// The columns that a candidate has: its key, its subject if there is one, what is referred to, and those that are looked at.
  var columns: [String] {
    recordSet.key + (recordSet.subject.map { [$0] } ?? []) + referred + looks.map(\.column)
  }

  /// - Parameter row: the values of `columns`.
  func isDone(_ row: some RandomAccessCollection<ColumnValue>) -> Bool {
    guard !looks.isEmpty else { return false }
    let values = row.suffix(looks.count)
    return zip(values, looks).allSatisfy { value, change in
      value == .null || change.transform.isOutput(value) == true
    }
  }

  func isHeld(_ row: some RandomAccessCollection<ColumnValue>) throws(HoldTestError) -> Bool {
    let subject = recordSet.subject == nil ? nil : row.dropFirst(recordSet.key.count).first
    return try holds.isHeld(subject: subject ?? .null, key: row.prefix(recordSet.key.count))
  }
}
