internal import StoreBindings

extension VolumeLimits {
  /// Returns what the guards of stores.json say of a change of so many rows.
  func refusals(due: Int, rowCount: Int?) -> [RecordSetRefusal] {
    var refusals: [RecordSetRefusal] = []
    if let limit = maximumRows, due > limit {
      refusals.append(.tooManyRows(due: due, limit: limit))
    }
    if let limit = maximumShare, let all = rowCount, Double(due) > limit * Double(all) {
      refusals.append(.tooLargeShare(due: due, of: all, limit: limit))
    }
    return refusals
  }
}
