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
  /// Rows that were found, and how many of them were given.
  private var found = KeyList()
  private var given = 0

  /// How many rows are asked at once.
  private static let pageLength = 5_000

  /// - Parameter count: how many rows a part has, but for the last.
  init(_ selection: Selection, store: any RecordStore, count: Int) {
    self.store = store
    self.count = max(1, min(count, Self.pageLength))
    question = RowQuestion(recordSet: selection.recordSet, predicates: [Self.predicate(of: selection)])
  }

  /// Where the marker alone says that a row is done, such a row is not found again: each would open a batch in which nothing is left to do.
  private static func predicate(of selection: Selection) -> Predicate {
    guard let changes = selection.pseudonymising, let marker = selection.recordSet.marker,
      changes.allSatisfy({ $0.trust == .all || !$0.transform.canTell })
    else { return selection.predicate }
    return .all([selection.predicate, .isNull(column: marker.column)])
  }

  /// The next rows that are due; nil at the end.
  mutating func next(_ work: WorkInHand) throws -> KeyList? {
    var part = KeyList()
    while part.count < count {
      if given == found.count {
        guard !isAtEnd else { break }
        try find(work)
      } else {
        part.append(found[given])
        given += 1
      }
    }
    return part.isEmpty ? nil : part
  }

  /// Asks the next page of rows.
  private mutating func find(_ work: WorkInHand) throws {
    try work.check()
    let page = try store.look(question, at: .behind(last), count: Self.pageLength)
    (found, given) = (KeyList(), 0)
    for row in page where row.answers[0] { found.append(row.key[...]) }
    last = page.last?.key
    isAtEnd = page.count < Self.pageLength
  }
}
