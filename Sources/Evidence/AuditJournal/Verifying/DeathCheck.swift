internal import Words

/// What entries say of processes that died in a record set: the deaths in a row are counted one by one, until a pass or a person ends them.
struct DeathCheck {
  /// The last death in each record set that nothing has ended: its entry, and how many there were in a row.
  private(set) var open: [RecordSetName: (entry: Int, count: Int)] = [:]

  /// Reads a death.
  ///
  /// - Returns: what is wrong with it.
  mutating func read(at index: Int, in recordSet: RecordSetName, count: Int) -> [String] {
    let before = open[recordSet]?.count ?? 0
    if count > 0 { open[recordSet] = (index, count) }
    // A machine that went down is not counted, so that the number may stay.
    guard count != before && count != before + 1 else { return [] }
    return [
      "entry \(index) counts \(count) deaths in record set \(recordSet), where there were \(before) before it"
    ]
  }

  /// Reads the end of the deaths in a record set.
  mutating func end(at index: Int, in recordSet: RecordSetName) -> [String] {
    guard open.removeValue(forKey: recordSet) == nil else { return [] }
    return ["entry \(index) ends the deaths in record set \(recordSet), where none was"]
  }
}
