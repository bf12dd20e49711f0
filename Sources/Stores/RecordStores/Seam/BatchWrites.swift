/// A kind of change to the rows of one table.
package struct TableChange: Hashable, Sendable {
  /// Nil for all tables together.
  package let table: String?
  package let event: TableEvent

  package init(table: String?, event: TableEvent) {
    self.table = table
    self.event = event
  }

  func description(listed: Int, changed: Int) -> String {
    let done =
      switch event {
      case .delete: "deleted"
      case .insert: "inserted"
      case .update: "changed"
      }
    return
      "\(changed) rows \(table.map { "of \($0) " } ?? "")were \(done), and the batch did so with \(listed)"
  }
}

/// Rows that an engine says were changed, by statements of ours and by what they set off.
package enum CountedWrites: Sendable {
  /// Of each table that had changes.
  case byTable([TableChange: Int])
  /// Of all tables together.
  case inAll([TableEvent: Int])

  /// Returns what was counted since an earlier count of the same connection.
  package func since(_ earlier: CountedWrites) -> CountedWrites {
    switch (self, earlier) {
    case (.byTable(let now), .byTable(let before)):
      .byTable(now.merging(before) { $0 - $1 }.filter { $0.value != 0 })
    case (.inAll(let now), .inAll(let before)): .inAll(now.merging(before) { $0 - $1 })
    case (.byTable, _), (.inAll, _): self
    }
  }
}

/// The rows that a batch changed itself, to be compared with what the engine counted when reviewed triggers were set off.
///
/// Rows go only if they are listed: of deleted rows the engine has to count as many as the batch deleted. Rows that a trigger inserts or changes may be
/// more, in the tables that it was declared to write.
package struct BatchWrites {
  private var made: [TableChange: Int] = [:]

  package init() {}

  package mutating func note(_ count: Int, _ event: TableEvent, of table: String) {
    guard count != 0 else { return }
    made[TableChange(table: table, event: event), default: 0] += count
  }

  /// What was done to tables that the engine says nothing of, as it does of SQLite's without rowids.
  package func made(besides counted: [TableChange: Int]) -> [TableChange: Int] {
    let seen = Set(counted.keys.map(\.table))
    return made.filter { !seen.contains($0.key.table) }
  }

  /// - Throws: `StoreError.ignoredChanges` or `unlistedChanges` where the engine counted fewer or more than it may have (`excess`).
  package func compare(with counted: CountedWrites, declared: Set<String>, of recordSet: RecordSet)
    throws(StoreError)
  {
    guard let excess = excess(in: counted, declared: declared) else { return }
    throw excess.counted < excess.made
      ? .ignoredChanges(
        store: recordSet.store, recordSet: recordSet.name, chosen: excess.made, changed: excess.counted)
      : .unlistedChanges(
        store: recordSet.store, recordSet: recordSet.name, listed: excess.made, changed: excess.counted,
        place: excess.place)
  }

  /// Returns the first kind of change of which the engine counted another number than it may have; nil if there is none.
  ///
  /// - Parameter declared: the tables in which triggers may insert and change rows, spelt as the engine's count spells them.
  package func excess(in counted: CountedWrites, declared: Set<String>) -> (
    place: TableChange, made: Int, counted: Int
  )? {
    switch counted {
    case .byTable(let counted):
      let all = Set(made.keys).union(counted.keys).sorted {
        ($0.table ?? "", $0.event.rawValue) < ($1.table ?? "", $1.event.rawValue)
      }
      for place in all {
        let (own, found) = (made[place] ?? 0, counted[place] ?? 0)
        let mayBeMore = place.event != .delete && declared.contains(place.table ?? "")
        if found != own, !mayBeMore || found < own { return (place, own, found) }
      }
    case .inAll(let counted):
      for event in TableEvent.allCases {
        let own = made.filter { $0.key.event == event }.values.reduce(0, +)
        let found = counted[event] ?? 0
        if event == .delete || declared.isEmpty ? found > own : false {
          return (TableChange(table: nil, event: event), own, found)
        }
      }
    }
    return nil
  }
}
