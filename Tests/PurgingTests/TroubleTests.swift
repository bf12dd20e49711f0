import AuditJournal
import Purging
import RecordStores
import SQLite
import TestNames
import Testing
import Words

/// What a store does in the midst of a run must not make it wrong, nor endless.
@Suite struct TroubleTests {
  /// A store whose batches of people meet trouble.
  private func troubled(_ trouble: @escaping (TroubledStore) -> Void) throws -> TestStore {
    let store = try TestStore()
    store.wrap = { inner in
      guard inner.name == "main" else { return inner }
      let wrapped = TroubledStore(inner)
      trouble(wrapped)
      return wrapped
    }
    return store
  }

  @Test("While it is not known what became of a batch, no other begins, which would list the same rows")
  func unsettled() throws {
    let store = try troubled { troubled in
      troubled.beginning = { _, batch in batch.map { TroubledBatch($0) } }
      // Worth a smaller batch, if a batch had met it.
      troubled.fateError = .timedOut(store: "main")
    }
    #expect {
      try store.purge()
    } throws: { error in
      if case RunError.unsettled("batch-9", let reason) = error {
        reason.contains("the next run asks")
      } else {
        false
      }
    }
    #expect(try store.types().count { $0 == "batch.prepared" } == 1)
    #expect(try store.count("person") == 40 && store.verify().openBatches == 1)
    // The store is itself again: the batch was not committed, and its rows go once.
    store.wrap = { $0 }
    #expect(try store.purge().changedCount == 22)
    let verified = try store.verify()
    #expect(verified.findings.isEmpty && verified.rows == 22)
  }

  @Test(
    "Rows that the store neither changes nor speaks of make a run incomplete, beside rows that holds and other rules keep, or both"
  )
  func passedOver() throws {
    let two = TestStore.rules.replacing(
      #""stages": [{"action": "delete", "at": "period"}]}]},"#,
      with: #"""
        "stages": [{"action": "delete", "at": "period"}]},
        {"id": "claims", "title": {"fr": "Recours", "en": "Claims"}, "source": "test", "trigger": "begun", "period": "P10Y",
         "stages": [{"action": "delete", "at": "period"}]}]},
        """#
    ).replacing(
      #""events": {"ended": {"fr": "ended", "en": "ended"}}"#,
      with: #""events": {"ended": {"fr": "ended", "en": "ended"}, "begun": {"fr": "Début", "en": "Begin"}}"#)
    let stores = TestStore.stores().replacing(
      #"{"ended": {"column": "ended", "as": "date"}}, "guard""#,
      with:
        #"{"ended": {"column": "ended", "as": "date"}, "begun": {"column": "begun", "as": "date"}}, "guard""#)
    // Past both rules, past the first alone, held or not; 4 is the one that the store passes over.
    let content = """
      ALTER TABLE person ADD COLUMN begun TEXT; CREATE INDEX person_begun ON person (begun);
      DELETE FROM person; INSERT INTO person (id, nir, name, ended) VALUES (1, '0840588123411', 'a', '2019-01-01'), (2, '0840588123412', 'b', '2019-01-01'),
        (3, '0840588123413', 'c', '2010-01-01'), (4, '0840588123414', 'd', '2010-01-01'), (5, '0840588123415', 'e', '2026-01-01');
      UPDATE person SET begun = ended
      """
    for isPassedOver in [true, false] {
      let store = try TestStore(stores: stores, rules: two)
      try store.database("main").execute(content)
      for subject in ["0840588123412", "0840588123413"] {
        _ = try store.journal().placeHold(
          .subject(subject), reference: "R-1", reason: "court", by: "test", at: store.now)
      }
      store.wrap = { inner in
        let wrapped = TroubledStore(inner)
        if isPassedOver, inner.name == "main" { wrapped.beginning = { _, _ in nil } }
        return wrapped
      }
      let report = try store.purge()
      #expect((report.status == .incomplete) == isPassedOver, "\(report.overdue)")
      #expect(
        report.overdue.contains { $0.cause == .unchanged && $0.unchanged == 1 } == isPassedOver,
        "\(report.overdue)")
    }
  }

  @Test("A run ends where to see that nothing is left takes longer than a batch may")
  func endlessLook() throws {
    let store = try troubled { troubled in
      troubled.beginning = { (_, batch) throws(StoreError) in
        guard let batch else { throw .timedOut(store: "main") }
        return batch
      }
    }
    let report = try store.purge()
    #expect(report.changedCount == 22 && report.setAsideCount == 0)
  }

  @Test("A run ends where rows of small classes are in others' hands")
  func endlessClasses() throws {
    let store = try troubled { troubled in
      troubled.beginning = { recordSet, batch in
        guard recordSet == "person" else { return batch }
        batch?.rollback()
        return TroubledBatch(nil, tooFew: [SmallClass(values: [.text("a")], keys: [[1]])])
      }
    }
    #expect(try store.purge().changedCount == 2)
  }

  @Test("A run that cannot see what it left is not complete")
  func blind() throws {
    let store = try TestStore()
    let report = try store.purge { event in
      guard case .batch(let batch) = event, batch.recordSet == "file" else { return }
      try? store.database("main").execute("DROP TABLE person")
    }
    #expect(report.status == .incomplete)
    #expect(report.refused.contains { $0.recordSet == "person" })
  }
}
