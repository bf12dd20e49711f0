internal import RecordStores

/// What is judged of a row on this side: whether a hold keeps it, and whether its columns look pseudonymised already.
struct RowFilter {
  let recordSet: RecordSet
  let holds: any HoldTest
  /// The columns whose form says that a row is done, where there is no marker.
  let looks: [ColumnChange]

  init(_ recordSet: RecordSet, holds: any HoldTest, pseudonymising: [ColumnChange]?) {
    self.recordSet = recordSet
    self.holds = holds
    looks = recordSet.marker == nil ? pseudonymising ?? [] : []
  }

  var isNeedless: Bool { holds.isEmpty && looks.isEmpty }

  /// The columns that a candidate has: its key, its subject if there is one, and those that are looked at.
  var columns: [String] { recordSet.key + (recordSet.subject.map { [$0] } ?? []) + looks.map(\.column) }

  /// - Parameter row: the values of `columns`.
  func isDone(_ row: some RandomAccessCollection<ColumnValue>) -> Bool {
    guard !looks.isEmpty else { return false }
    let values = row.suffix(looks.count)
    return zip(values, looks).allSatisfy { value, change in
      value == .null || change.transform.isOutput(value) == true
    }
  }

  func isHeld(_ row: some RandomAccessCollection<ColumnValue>) throws(HoldTestError) -> Bool {
    guard !holds.isEmpty else { return false }
    var key = KeyList()
    if holds.needsKey {
      for value in row.prefix(recordSet.key.count) { key.append(value) }
    }
    let subject =
      recordSet.subject == nil ? nil : row.dropFirst(recordSet.key.count).first.flatMap(Self.bytes)
    do {
      return try unsafe key.bytes.withUnsafeBytes { key in
        guard let subject else { return try unsafe holds.isHeld(subject: nil, key: key) }
        return try unsafe subject.withUnsafeBytes { try unsafe holds.isHeld(subject: $0, key: key) }
      }
    } catch {
      throw HoldTestError(reason: "\(error)")
    }
  }

  /// A subject's text, as every engine would show it.
  private static func bytes(_ value: ColumnValue) -> [UInt8]? {
    switch value {
    case .null: nil
    case .text(let text): Array(text.utf8)
    case .integer(let number): Array(String(number).utf8)
    case .real(let number): Array(number.description.utf8)
    case .blob(let blob): blob
    }
  }
}
