internal import AuditJournal
package import CivilTime
package import JSONText
package import RecordStores
internal import StoreBindings
package import Words

/// Removes what deletion left in the files and logs of stores, further than a run does.
package struct Scrubbing {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Has stores remove more of what deletion left than a run does, one after the other, and journals what each one did.
  ///
  /// - Parameter names: the stores, which the configuration has.
  /// - Throws: `RunError` when the configuration is not approved, `JournalError` when evidence cannot be written.
  package func scrub(
    stores names: [StoreName], _ effort: ScrubEffort, clock: () -> Instant, observe: (RunEvent) -> Void
  ) throws -> [StoreScrub] {
    var options = RunOptions()
    options.windows = .none
    let (journal, now) = try RunBeginning(context).begin(clock: clock, options: options, observe: observe)
    return try names.map { name in
      let (recordSets, refused) = try scrubbable(in: name, at: now)
      guard !recordSets.isEmpty || refused.isEmpty else {
        return StoreScrub(store: name, refused: refused, result: nil)
      }
      let scrub: PhysicalScrub
      do {
        let store = try StoreIdentities(context).changeableStore(named: name)
        let done = try store.scrub(recordSets, effort)
        scrub = done.adding(
          KeptCopies(context).places(
            of: recordSets, in: store, isRewritten: done.done.contains(.rewriting)))
      } catch let error as StoreError {
        try error.heedStop()
        // How far it came nobody knows: what is not known to be done is not said to be.
        let failed = StoreScrub(store: name, refused: refused, result: .failure(error))
        try journal.append([.storeScrubbed(record(of: failed, effort, nil))], at: clock())
        return failed
      }
      let done = StoreScrub(store: name, refused: refused, result: .success(scrub))
      try journal.append([.storeScrubbed(record(of: done, effort, scrub))], at: clock())
      return done
    }
  }

  /// What the journal says: what was done, beside what was asked.
  private func record(
    of result: StoreScrub, _ effort: ScrubEffort, _ scrub: PhysicalScrub?
  ) -> StoreScrubRecord {
    StoreScrubRecord(
      store: result.store, asked: (effort.rewrites, effort.dropsLogs),
      rewritten: result.refused.isEmpty && scrub?.done.contains(.rewriting) ?? false,
      tables: scrub?.rewritten ?? [], logsDropped: scrub?.done.contains(.droppingLogs) ?? false,
      places: (scrub?.places ?? []).map { ($0.name, $0.isScrubbed) }, undone: result.undone,
      account: context.account)
  }

  /// The record sets of a store whose files may be written anew. A store that is one file or folder goes whole or not at all.
  private func scrubbable(in name: StoreName, at now: Instant) throws -> (
    recordSets: [RecordSet], refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)]
  ) {
    var recordSets: [RecordSet] = []
    var refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)] = []
    for bound in context.bindings.recordSets where bound.recordSet.store == name {
      let refusals = try Preflight(context, bound, for: .scrub, at: now).refusals
      if refusals.isEmpty { recordSets.append(bound.recordSet) }
      refused += refusals.map { (bound.recordSet.name, $0) }
    }
    let goesByTable = context.bindings.store(named: name)?.engine.scrubsByTable ?? false
    return (goesByTable || refused.isEmpty ? recordSets : [], refused)
  }
}

extension PhysicalScrub {
  /// The values for a report.
  package func jsonValues(store: StoreName) -> [JSONValue] {
    places.map { place in
      .object([
        "store": .string(store.rawValue), "place": .string(place.name), "scrubbed": .bool(place.isScrubbed),
        "explanation": .string(place.explanation),
      ])
    }
  }
}
