/// Compares a folder with what it was, and both with its journal, knowing nothing of the program but the journal's format.
struct Witness {
  let before: [String: [Int64: String]]

  /// What is wrong right after a fault: rows that changed and that no durable intent lists.
  func unexplained(in folder: FaultedFolder) throws -> [String] {
    let batches = try folder.batches()
    let explained = batches.filter { $0.outcome != "rolled-back" && $0.outcome != "not committed" }
      .reduce(into: Set<[UInt8]>()) { $0.formUnion($1.locators) }
    return try changed(in: folder).filter { !explained.contains($0.locator) }.map {
      "\($0.record) changed without an intent"
    } + folder.lostFiles().map { "\($0) is gone, and its row is not" }
  }

  /// What is wrong when all is settled: open intents, committed batches that list what did not change, changes that none of them lists.
  func unsettled(in folder: FaultedFolder) throws -> [String] {
    var problems: [String] = []
    let batches = try folder.batches()
    problems += batches.filter { $0.outcome == nil }.map { "batch-\($0.entry) is open" }
    let committed = batches.filter { $0.outcome == "committed" }
    let changed = try changed(in: folder)
    let locators = committed.reduce(into: Set<[UInt8]>()) { $0.formUnion($1.locators) }
    if locators.count != committed.reduce(0, { $0 + $1.locators.count }) {
      problems.append("a record is in two committed batches")
    }
    problems += changed.filter { !locators.contains($0.locator) }.map {
      "\($0.record) changed, and no committed batch lists it"
    }
    if !locators.isSubset(of: Set(changed.map(\.locator))) {
      problems.append("a committed batch lists a record that did not change")
    }
    return problems
  }

  /// The records that are no longer as they were.
  private func changed(in folder: FaultedFolder) throws -> [(record: String, locator: [UInt8])] {
    let after = try folder.rows()
    let rows = try FaultedFolder.tables.filter { !$0.recordSet.isEmpty }.flatMap { store, table, recordSet in
      try (before[table] ?? [:]).filter { after[table]?[$0.key] != $0.value }.map { id, _ in
        ("\(recordSet) \(id)", try folder.locator(store: store, recordSet: recordSet, id: id))
      }
    }
    let documents = try FaultedFolder.folders.flatMap { place, recordSet in
      try (before[place] ?? [:]).filter { after[place]?[$0.key] != $0.value }.map { id, was in
        let path = String(was.prefix { $0 != "|" })
        return (
          "\(recordSet) \(id)",
          try folder.locator(store: "papers", recordSet: recordSet, id: id, document: path)
        )
      }
    }
    return rows + documents
  }
}
