package import AuditJournal
internal import RecordStores
internal import StoreBindings
package import Words

/// Counts what a hold keeps in the stores now.
package struct HoldCounting {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Asks every store what a hold keeps, one record set after the other, and changes nothing.
  ///
  /// - Parameter observe: told of each record set or dependent table before it is asked: its name, its place from 1, and how many there are.
  /// - Throws: `Stopped` if somebody asked to stop.
  package func count(_ counter: HoldCounter, observe: (String, Int, Int) -> Void = { _, _, _ in })
    throws(Stopped) -> HoldCount
  {
    let recordSets = context.bindings.recordSets.map(\.recordSet).filter { mayReach(counter.hold, $0) }
    // One that is declared under several record sets is asked once.
    let dependents = context.bindings.recordSets.flatMap { bound in
      counter.hold.persons == nil ? [] : self.dependents(of: bound.recordSet)
    }.reduce(into: [RecordSet]()) { if !$0.contains($1) { $0.append($1) } }
    let questions = recordSets.map { ($0, false) } + dependents.map { ($0, true) }
    var count = HoldCount()
    for (place, (recordSet, isDependent)) in questions.enumerated() {
      observe(recordSet.name.rawValue, place + 1, questions.count)
      do throws(StoreError) {
        let store = try context.stores.store(named: recordSet.store)
        let rows = try rows(of: counter, in: recordSet, store: store)
        if rows > 0 {
          count.places.append(.init(name: recordSet.name.rawValue, rows: rows, isDependent: isDependent))
        }
        count.asked += 1
      } catch {
        try error.heedStop()
        count.unanswered.append(.init(name: recordSet.name.rawValue, error: error))
      }
    }
    return count
  }

  private func rows(of counter: HoldCounter, in recordSet: RecordSet, store: any RecordStore)
    throws(StoreError)
    -> Int
  {
    switch counter.hold.kind {
    case .recordSet, .domain, .store: return try store.rowCount(of: recordSet)
    case .subject, .persons, .record:
      // Rows that name the person, and not what depends on them: a row whose reference leads nowhere stays under any hold, and would make one on
      // nobody look like one on somebody.
      let recordSet = recordSet.with(ancestry: .none)
      return try store.tally(
        Selection(recordSet: recordSet, predicate: .always), holds: counter.test(for: recordSet)
      ).held
    }
  }

  private func mayReach(_ hold: Hold, _ recordSet: RecordSet) -> Bool {
    switch hold.kind {
    case .subject, .persons: recordSet.subject != nil
    case .record, .recordSet, .domain, .store: hold.name?.includes(recordSet) ?? false
    }
  }

  /// The dependent tables whose rows name a person of their own, each as if it were a record set.
  private func dependents(of recordSet: RecordSet) -> [RecordSet] {
    func tables(_ dependents: [Dependent]) -> [RecordSet] {
      dependents.flatMap { dependent in
        let own =
          dependent.subject == nil || !dependent.recordSets.isEmpty || !dependent.recordsOf.isEmpty
          ? []
          : [
            RecordSet(
              name: RecordSetName(dependent.table), store: recordSet.store, table: dependent.table,
              key: dependent.columns.sorted(),
              subject: dependent.subject, subjectForm: dependent.subjectForm)
          ]
        return own + tables(dependent.dependents)
      }
    }
    return tables(recordSet.dependents)
  }
}
