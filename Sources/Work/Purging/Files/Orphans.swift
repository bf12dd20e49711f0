package import Files
internal import RecordStores
package import StoreBindings
internal import Words

/// Finds files that no row names.
package struct Orphans {
  private let context: PurgeContext

  package init(_ context: PurgeContext) { self.context = context }

  /// Finds the files below a record set's folders that no row names.
  ///
  /// - Parameter list: told of each folder and path, when all could be counted; nil if they are counted only.
  /// - Returns: how many there are in each folder.
  /// - Throws: `OrphanError`, and `StoreError` of a store that cannot be asked or is another one than the journal knows: its rows may name each of them.
  package func find(
    of bound: BoundRecordSet, list: ((String, FilePath) -> Void)?
  ) throws -> [(root: String, count: Int)] {
    let found = try Set(bound.recordSet.allFiles.map(\.files.root)).sorted().map { root in
      let count = try orphanCount(below: root)
      let rows = try count.rowCount()
      guard let found = try count.find(rows: rows, goesOn: goesOn, { _ in }) else { throw Stopped() }
      return (root: root, orphans: count, rows: rows, count: found)
    }
    if let list {
      for (root, orphans, rows, count) in found where count > 0 {
        guard try orphans.find(rows: rows, goesOn: goesOn, { list(root, $0) }) != nil else { throw Stopped() }
      }
    }
    return found.map { ($0.root, $0.count) }
  }

  private func goesOn() -> Bool {
    context.work.step()
    return !context.work.mustEnd
  }

  /// Counts them for a survey; nil if the record set has no files, or if it cannot be known.
  ///
  /// A folder that several columns share is counted with the first record set of them.
  func count(
    of bound: BoundRecordSet, rows: Int, observe: (RunEvent) -> Void
  ) throws -> Int? {
    let name = bound.recordSet.name
    let roots = Set(bound.recordSet.allFiles.map(\.files.root)).filter { root in
      context.bindings.recordSets.first { $0.recordSet.allFiles.contains { $0.files.root == root } }?
        .recordSet.name
        == name
    }
    guard !roots.isEmpty else { return nil }
    var orphans = 0
    do {
      for root in roots {
        let count = try orphanCount(below: root)
        func goesOn() -> Bool {
          observe(.surveying(recordSet: name, rows: rows))
          return self.goesOn()
        }
        let found = try count.find(rows: try count.rowCount(), goesOn: goesOn)
        guard let found else { return nil }
        orphans += found
      }
    } catch is OrphanError {
      return nil
    } catch let error as StoreError {
      // What keeps another record set back does not keep this one's survey back.
      guard let other = error.storeGone, other != bound.recordSet.store else { throw error }
      return nil
    }
    return orphans
  }

  /// What finds the files of a folder that no row of any record set, and of none of its dependents, names.
  private func orphanCount(below root: String) throws -> OrphanCount {
    try OrphanCount(below: root, among: BoundPathColumn.all(in: context.bindings)) {
      name throws(StoreError) in
      try StoreIdentities(context).knownStore(named: name)
    }
  }
}
