internal import RecordStores
internal import StoreBindings
internal import Words

/// Walks a record set whose dates lie in other tables, in the order of its key, and finds the rows that are due (decision 198).
///
/// No index of the record set leads to them: each row is asked what the rows that refer to it say. So that is done once, outside of any transaction, page by
/// page; what is found is then changed as listed rows are, tested again by each batch.
struct CandidateWalk {
  private let store: any RecordStore
  private let question: RowQuestion
  private let count: Int
  private var last: [UInt8]?
  private var isAtEnd = false
  /// Rows that were found and are in no part yet.
  private var found = KeyList()

  /// How many rows are asked at once.
  private static let pageLength = 5_000

  /// - Parameter count: how many rows a part has, but for the last.
  init(_ selection: Selection, store: any RecordStore, count: Int) {
    self.store = store
    self.count = max(1, min(count, Self.pageLength))
    question = RowQuestion(recordSet: selection.recordSet, predicates: [selection.predicate])
  }

  /// The next rows that are due; nil at the end.
  mutating func next(_ work: WorkInHand) throws -> KeyList? {
    while found.count < count, !isAtEnd {
      try work.check()
      let page = try store.look(question, at: .behind(last), count: Self.pageLength)
      for row in page where row.answers[0] { found.append(row.key[...]) }
      last = page.last?.key
      isAtEnd = page.count < Self.pageLength
    }
    guard !found.isEmpty else { return nil }
    var part = KeyList()
    var rest = KeyList()
    for place in 0..<found.count {
      if place < count { part.append(found[place]) } else { rest.append(found[place]) }
    }
    found = rest
    return part
  }
}
