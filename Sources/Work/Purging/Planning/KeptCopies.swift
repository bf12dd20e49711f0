internal import RecordStores
internal import StoreBindings
internal import Words

/// Says what keeps copies of a record set's rows when a run has deleted or changed them (decision 200).
struct KeptCopies {
  /// So many are named of one record set; the others are counted.
  private static let most = 10

  private let context: PurgeContext
  /// What was said already, by store.
  private var said: [StoreName: Set<KeptCopy>] = [:]

  init(_ context: PurgeContext) { self.context = context }

  /// Returns what somebody should look at, each in a sentence: what the engine knows, and tables that stores.json does not name and that look as if they had such
  /// rows. What is the same for several record sets is said of the first.
  mutating func sentences(on recordSet: RecordSet) throws(StoreError) -> [String] {
    let store = try context.stores.store(named: recordSet.store)
    let bound = boundTables(of: recordSet.store)
    let guesses = try store.guessedCopies(of: recordSet).filter { guess in
      !(guess.table.map { bound.contains($0.lowercased()) } ?? false)
    }
    let new = try (store.copies(of: recordSet) + guesses).filter {
      said[recordSet.store, default: []].insert($0).inserted
    }
    let sentences = new.prefix(Self.most).map { "\($0.name) \($0.sentence)" }
    guard new.count > Self.most else { return sentences }
    return sentences + ["\(new.count - Self.most) more things look as if they had copies of its rows"]
  }

  /// Returns the places where the rows of record sets of one store may still be read, for a report. That nobody can tell is a place, too: what was done stays done.
  ///
  /// - Parameter isRewritten: their tables were written anew just now.
  func places(of recordSets: [RecordSet], in store: any RecordStore, isRewritten: Bool = false)
    -> [PhysicalScrub.Place]
  {
    var found: [KeptCopy] = []
    var unknown: PhysicalScrub.Place?
    do throws(StoreError) {
      for recordSet in recordSets {
        for copy in try store.copies(of: recordSet) where !found.contains(copy) { found.append(copy) }
      }
    } catch {
      unknown = PhysicalScrub.Place(
        name: "copies", isScrubbed: false,
        explanation: "what keeps copies of the rows was not told: \(error); `retentiond check` asks again")
    }
    return [unknown].compactMap(\.self)
      + found.map { copy in
        let isDone = isRewritten && copy.endsWithRewriting
        return PhysicalScrub.Place(
          name: copy.name, isScrubbed: isDone,
          explanation: isDone ? "was written anew with its table" : copy.sentence)
      }
  }

  /// The tables of a store that stores.json names, in small letters.
  private func boundTables(of store: StoreName) -> Set<String> {
    func tables(_ dependents: [Dependent]) -> [String] {
      dependents.flatMap { [$0.table] + tables($0.dependents) }
    }
    let bindings = context.bindings
    let sets = bindings.recordSets.flatMap { [$0.recordSet] + [bindings.archive(of: $0)].compactMap(\.self) }
    let names = sets.filter { $0.store == store }.flatMap {
      [$0.table] + $0.relatedTables.sorted() + tables($0.dependents)
    }
    return Set((names + [bindings.ledger(ofStore: store)?.table].compactMap(\.self)).map { $0.lowercased() })
  }
}
