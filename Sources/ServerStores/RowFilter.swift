internal import RecordStores

/// What is judged of a row on this side: whether a hold keeps it, and whether its columns look pseudonymised already.
struct RowFilter {
  let recordSet: RecordSet
  let holds: any HoldTest
  /// The columns whose form says that a row is done, where there is no marker.
  let looks: [ColumnChange]
  /// Those that are to be null, of which nothing is read but whether they are.
  let nulled: [String]
  /// The columns that dependents refer to, where they are asked about.
  private let referred: [String]

  init(
    _ recordSet: RecordSet, holds: any HoldTest, pseudonymising: [ColumnChange]?, asksDependents: Bool = false
  ) {
    self.recordSet = recordSet
    self.holds = holds
    let judged = recordSet.marker == nil ? pseudonymising ?? [] : []
    looks = judged.filter { !$0.transform.isNulling }
    nulled = judged.filter(\.transform.isNulling).map(\.column)
    let known = recordSet.key + (recordSet.subject.map { [$0] } ?? [])
    referred = asksDependents ? DependentWalk.columns(of: recordSet).filter { !known.contains($0) } : []
  }

  init(_ selection: Selection, holds: any HoldTest) {
    self.init(
      selection.recordSet, holds: holds, pseudonymising: selection.pseudonymising,
      asksDependents: selection.dependents != nil)
  }

  var isNeedless: Bool { holds.isEmpty && !looksAtRows }
  var looksAtRows: Bool { !looks.isEmpty || !nulled.isEmpty }

  /// The columns that a candidate has: its key, its subject if there is one, what is referred to, and those that are looked at. Behind them
  /// stands whether each of `nulled` has a value.
  var columns: [String] {
    recordSet.key + (recordSet.subject.map { [$0] } ?? []) + referred + looks.map(\.column)
  }

  /// - Parameter row: the values of a candidate.
  func isDone(_ row: some RandomAccessCollection<ColumnValue>) -> Bool {
    guard looksAtRows, row.suffix(nulled.count).allSatisfy({ $0 == .integer(0) }) else { return false }
    let values = row.dropLast(nulled.count).suffix(looks.count)
    return zip(values, looks).allSatisfy { value, change in
      value == .null || change.transform.isOutput(value) == true
    }
  }

  func isHeld(_ row: some RandomAccessCollection<ColumnValue>) throws(HoldTestError) -> Bool {
    let subject = recordSet.subject == nil ? nil : row.dropFirst(recordSet.key.count).first
    return try holds.isHeld(subject: subject ?? .null, key: row.prefix(recordSet.key.count))
  }
}
