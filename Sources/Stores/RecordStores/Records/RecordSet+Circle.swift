extension RecordSet {
  /// The columns by which its rows refer to rows that go with them: an organisation has an owner, who is one of its people. In such a circle over
  /// several tables no row could go first, so that a batch sets these columns to null before, or has the store compare references at the end.
  ///
  /// References within the table itself are not among them: there the furthest row goes first.
  package var circleColumns: [String] {
    func columns(below dependents: [Dependent], of parent: String) -> [String] {
      dependents.flatMap { dependent -> [String] in
        if dependent.refersToItself(in: table) {
          return dependent.refersToItself(in: parent) ? [] : dependent.columns
        }
        return dependent.recordSets.isEmpty ? columns(below: dependent.dependents, of: dependent.table) : []
      }
    }
    var unique: [String] = []
    for column in columns(below: dependents, of: table)
    where !unique.contains(column) && !key.contains(column) {
      unique.append(column)
    }
    return unique
  }

  /// The columns by which its rows refer to each other, in the table itself or over others. A server sets them to null in rows that go in a moment; those of
  /// the key stay.
  package var looseColumns: [String] {
    let circle = circleColumns
    return circle + ownReferences.filter { !circle.contains($0) }
  }

  /// The columns outside of the key by which its rows refer to rows of the same table.
  package var ownReferences: [String] {
    dependents.filter { $0.refersToItself(in: table) }.flatMap(\.columns).filter { !key.contains($0) }
  }
}
