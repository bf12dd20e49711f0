internal import AuditJournal
internal import Purging
internal import RecordStores
internal import StoreBindings
internal import Words

/// What was looked for, and what the journal says of it.
struct RecordFinding {
  /// The record set as it was asked for, and the names of its key's columns as far as they are known.
  let recordSet: RecordSetName
  let columns: [String]
  let key: [String]
  /// The names that the same table had under earlier approvals, the asked one first.
  let names: [RecordSetName]
  let answer: RecordAnswer
  /// How many batches the journal has of each record set that stores.json has no more and that was not looked for.
  let forgotten: [(name: RecordAnswer.Name, batches: Int)]
}

extension Session {
  /// Where else a row that no batch of its record set lists may be: it went with another record, if no rule applied to it.
  func restLines(of finding: RecordFinding, in journal: AuditJournal) throws -> [String] {
    let known = try [configuration.bindings] + earlierCatalogues(in: journal)
    let rests = finding.names.filter { name in known.contains { $0.restGoesWithRecords(of: name) } }
    let losing = finding.names.filter { name in
      known.contains { bindings in
        bindings.recordSets.contains {
          $0.recordSet.name == name && !bindings.lostReferences(of: $0.recordSet).isEmpty
        }
      }
    }
    return rests.map {
      "Rows of \($0) to which no rule applies go with other records, whose batches were not asked: `retentiond journal find --subject` finds what went with a person's."
    }
      + losing.map {
        "Rows of \($0) stay and lose their reference when what they refer to goes, by batches that were not asked: `retentiond journal find --subject` finds them by whom they were about."
      }
  }

  /// Asks the journal for every batch that listed a record, under each name that its record set has had: in stores.json as it is, and in every
  /// configuration that was approved before.
  func find(recordSet name: RecordSetName, key: [String]) throws -> RecordFinding {
    let journal = try readingJournal()
    let known = try [configuration.bindings] + earlierCatalogues(in: journal)
    let places = Set(known.compactMap { $0.tablePlace(ofRecordSet: name) })
    var names = [name]
    for bindings in known {
      for bound in bindings.recordSets where !names.contains(bound.recordSet.name) {
        guard let place = bindings.tablePlace(ofRecordSet: bound.recordSet.name), places.contains(place)
        else { continue }
        names.append(bound.recordSet.name)
      }
    }
    let bindings = known.flatMap(\.recordSets).map(\.recordSet).filter { names.contains($0.name) }
    if let first = bindings.first, !bindings.contains(where: { $0.namedBy.count == key.count }) {
      throw StoreError.key(
        store: first.store, recordSet: name, expected: first.namedBy, given: key.count)
    }
    let answer = try journal.evidence(
      of: names.map { SoughtRecord(recordSet: $0, keys: KeyList.candidates(key)) })
    if bindings.isEmpty, answer.asked.isEmpty, answer.underOtherKeys.isEmpty {
      let all = Set(configuration.bindings.recordSets.map(\.recordSet.name)).union(
        answer.others.keys.map(\.recordSet))
      throw ExplainError.unknownRecordSet(name, known: all.sorted())
    }
    let forgotten = answer.others.filter { other, _ in
      !configuration.bindings.recordSets.contains {
        $0.recordSet.name == other.recordSet && $0.recordSet.store == other.store
      }
    }
    return RecordFinding(
      recordSet: name, columns: bindings.first { $0.namedBy.count == key.count }?.namedBy ?? [], key: key,
      names: names, answer: answer,
      forgotten: forgotten.map { ($0.key, $0.value) }.sorted {
        ($0.name.recordSet, $0.name.store) < ($1.name.recordSet, $1.name.store)
      })
  }

  /// The bindings of every approved configuration that this version of the program can read, the last first.
  private func earlierCatalogues(in journal: AuditJournal) throws -> [StoreBindings] {
    try journal.approvals().compactMap { approval in
      // One that cannot be read any more tells no name; its batches are counted by theirs.
      try? Configuration.load(approval).bindings
    }
  }
}

extension StoreBindings {
  /// The table that a record set is, wherever it is and whatever its store is called; nil where there is no such record set.
  fileprivate func tablePlace(ofRecordSet name: RecordSetName) -> TablePlace? {
    guard let recordSet = recordSets.first(where: { $0.recordSet.name == name })?.recordSet,
      let store = stores.first(where: { $0.name == recordSet.store })
    else { return nil }
    return TablePlace(store: store.place, table: recordSet.table)
  }
}

/// Where a table is, apart from what stores.json calls it.
private struct TablePlace: Hashable {
  let store: String
  let table: String
}
