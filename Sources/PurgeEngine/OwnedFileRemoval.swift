internal import AuditJournal
internal import CivilTime
internal import DocumentTree
internal import RecordStores

/// Files go after the commit of the batch that they belong to, and what a crash leaves of them goes before the next.
extension Engine {
  /// Folders of files that cannot be looked into, each with what to do.
  func fileFindings(of recordSet: RecordSet) -> [SchemaFinding] {
    func owned(_ dependents: [Dependent]) -> [(table: String, files: OwnedFiles)] {
      dependents.flatMap { dependent in
        dependent.files.map { (dependent.table, $0) } + owned(dependent.dependents)
      }
    }
    let all = recordSet.files.map { (recordSet.table, $0) } + owned(recordSet.dependents)
    return all.compactMap { table, files in
      do throws(DocumentError) {
        _ = try DocumentRoot(files.root)
        return nil
      } catch {
        return .other(
          table: table, message: "its files cannot be reached (\(error))",
          remedy: "correct \"root\" in stores.json, or let the service's account in")
      }
    }
  }

  /// Removes files below their roots. What cannot be removed is left for the next run.
  func remove(_ files: [OwnedFile], batch: String, observe: (RunEvent) -> Void) -> FileOutcome {
    var outcome = FileOutcome()
    var reasons: [String: Int] = [:]
    for (path, files) in Dictionary(grouping: files, by: \.root).sorted(by: { $0.key < $1.key }) {
      func leave(_ path: String, _ error: DocumentError) {
        outcome.left.append(OwnedFile(root: files[0].root, path: path))
        reasons["\(error)", default: 0] += 1
      }
      do throws(DocumentError) {
        let root = try DocumentRoot(path)
        // Nothing is missing from a folder that is not mounted.
        let isBlind = root.isEmpty
        try root.remove(files.map(\.path)) { path, error in
          switch error {
          case nil: outcome.removed += 1
          case .missing? where !isBlind: outcome.missing += 1
          case .missing?: leave(path, .root(path: files[0].root, cause: "nothing is in it"))
          case let error?: leave(path, error)
          }
        }
      } catch {
        for file in files { leave(file.path, error) }
      }
    }
    for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) {
      observe(.filesLeft(batch: batch, count: count, reason: reason))
    }
    return outcome
  }

  /// Removes what is left of the files of batches that were committed before.
  func finishFiles(_ journal: AuditJournal, clock: () -> Instant, observe: (RunEvent) -> Void) throws {
    for (batch, files) in try journal.pendingFiles() {
      let outcome = remove(files, batch: batch, observe: observe)
      // Where nothing came of it, the journal says nothing new.
      guard outcome.left.count < files.count else { continue }
      journal.deferFiles(outcome, of: batch)
      try journal.settleDeferred(at: clock())
    }
  }
}
