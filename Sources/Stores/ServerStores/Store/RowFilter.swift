internal import RecordStores

/// Judges a row on this side: whether a hold keeps it, and whether its columns look pseudonymised already.
struct RowFilter {
  let recordSet: RecordSet
  let holds: any HoldTest
  /// The columns whose form is looked at on this side.
  let looks: [ColumnChange]
  /// The columns that are to be null, of which nothing is read but whether they are.
  let nulled: [ColumnChange]
  /// Tells if the marker counts, too.
  let asksMarker: Bool
  /// The columns that dependents refer to, where they are asked about, and those by which a row refers to others, where these are.
  private let referred: [String]
  /// Tells if holds on records that a row depends on are asked about, page by page (`ServerAncestors`).
  let asksAncestors: Bool

  init(
    _ recordSet: RecordSet, holds: any HoldTest, pseudonymising: [ColumnChange]?, asksDependents: Bool = false
  ) {
    self.recordSet = recordSet
    self.holds = holds
    // Where the marker is all that counts, the server leaves marked rows out.
    let judged = (pseudonymising ?? []).filter {
      recordSet.marker == nil || $0.transform.canTell && $0.trust != .all
    }
    looks = judged.filter { !$0.transform.isNulling }
    nulled = judged.filter(\.transform.isNulling)
    asksMarker = recordSet.marker != nil && !judged.isEmpty
    let known = recordSet.key + (recordSet.subject.map { [$0] } ?? [])
    let isHoldInForce = !recordSet.ancestry.steps.isEmpty && !holds.isEmpty
    let above = isHoldInForce ? recordSet.ancestry.columns(from: recordSet.table) : []
    asksAncestors = !above.isEmpty
    let below = asksDependents ? DependentWalk.columns(of: recordSet) : []
    referred = (below + above).reduce(into: []) {
      if !known.contains($1) && !$0.contains($1) { $0.append($1) }
    }
  }

  init(_ selection: Selection, holds: any HoldTest) {
    self.init(
      selection.recordSet, holds: holds, pseudonymising: selection.pseudonymising,
      asksDependents: selection.dependents != nil || selection.countsDependents)
  }

  /// A candidate's values by which it refers to others.
  func references(_ row: some RandomAccessCollection<ColumnValue>) -> [String: ColumnValue] {
    var references: [String: ColumnValue] = [:]
    for column in recordSet.ancestry.columns(from: recordSet.table) {
      guard let place = columns.firstIndex(of: column) else { continue }
      references[column] = row[row.index(row.startIndex, offsetBy: place)]
    }
    return references
  }

  var isNeedless: Bool { holds.isEmpty && !looksAtRows }
  var looksAtRows: Bool { !looks.isEmpty || !nulled.isEmpty }

  /// The columns that a candidate has: its key, its subject if there is one, what is referred to, and those that are looked at. Behind them
  /// stand the flags.
  var columns: [String] {
    recordSet.key + (recordSet.subject.map { [$0] } ?? []) + referred + looks.map(\.column)
  }

  /// How many flags a candidate has: whether its marker is null, whether each of `nulled` has to be null and is not, and whether each of `looks` is
  /// to be looked at.
  var flagCount: Int { looksAtRows ? (asksMarker ? 1 : 0) + nulled.count + looks.count : 0 }

  /// - Parameter row: the values of a candidate.
  func isDone(_ row: some RandomAccessCollection<ColumnValue>) -> Bool {
    guard looksAtRows else { return false }
    let flags = row.suffix(flagCount)
    guard flags.dropLast(looks.count).allSatisfy({ $0 == .integer(0) }) else { return false }
    let values = row.dropLast(flagCount).suffix(looks.count)
    return zip(zip(values, flags.suffix(looks.count)), looks).allSatisfy { found, change in
      found.1 == .integer(0) || change.transform.isDone(found.0)
    }
  }

  /// Tells if a hold on the row itself keeps it.
  func isHeld(_ row: some RandomAccessCollection<ColumnValue>) throws(HoldTestError) -> Bool {
    let subject = recordSet.subject == nil ? nil : row.dropFirst(recordSet.key.count).first
    return try holds.isHeld(subject: subject ?? .null, key: row.prefix(recordSet.key.count))
  }
}
