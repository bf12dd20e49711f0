package import CivilTime
internal import DocumentTree
package import Files
package import RecordStores
package import Words

/// A folder of documents as a record store: each file is a record, its path below the record set's folder is the key, and what its name or a file beside
/// it says are its columns.
///
/// A file system has no transactions: what a batch takes is written down first, renaming that list is the commit, and what it lists goes afterwards, at the
/// next opening if a crash comes between.
package final class DocumentStore: RecordStore {
  package let name: StoreName
  let path: String
  let isReadOnly: Bool
  private var opened: (root: DocumentRoot, lock: DocumentLock?)?
  /// The open folder, which the store is from then on.
  private var opening: DocumentRoot?
  private var work = WorkInHand()
  /// Documents of committed batches that could not be removed.
  var leftovers = 0

  /// - Parameters:
  ///   - path: the root, an absolute path; opened when it is first asked for.
  ///   - isReadOnly: for plans: nothing is written, and nothing that a crash left is finished.
  package init(name: StoreName, path: String, isReadOnly: Bool) {
    self.name = name
    self.path = path
    self.isReadOnly = isReadOnly
  }

  package func obey(_ work: WorkInHand) { self.work = work }

  // MARK: Opening and errors

  func root() throws -> DocumentRoot {
    let root = try folder()
    if opened != nil { return root }
    var lock: DocumentLock?
    if !isReadOnly {
      lock = try root.lock(Self.lockPath)
      guard lock != nil else { throw StoreError.taken(store: name, place: path) }
      leftovers = try BatchList.finishAll(in: root)
    }
    opened = (root, lock)
    return root
  }

  /// The store's folder, as it was when it was first opened.
  func folder() throws -> DocumentRoot {
    if let opening {
      try checkPlace(of: opening)
      return opening
    }
    do throws(DocumentError) {
      let root = try DocumentRoot(path)
      opening = root
      return root
    } catch {
      throw StoreError.unavailable(store: name, cause: "\(error)")
    }
  }

  private static let lockPath: FilePath = ".retentiond/lock"

  /// Leaves the sign, before any intent, that batches have worked in this folder.
  func noteUse() throws(DocumentError) { try opened?.lock?.mark() }

  /// Refuses a folder in which no batch has left its mark, although the journal has an intent for this store. Then it is another folder (a disk may not be
  /// mounted), and a missing document proves nothing.
  func checkUse(_ root: DocumentRoot) throws {
    guard try root.status(of: Self.lockPath)?.size ?? 0 > 0 else {
      throw StoreError.unavailable(
        store: name,
        cause: "no batch has ever worked in \(path), and the journal has one: mount what belongs there; if "
          + ".retentiond/lock was lost, write a word into it, and what is not there counts as not committed")
    }
  }

  /// Runs a body, and gives whatever fails the seam's words.
  func asking<Result>(_ recordSet: RecordSetName?, _ body: (DocumentRoot) throws -> Result) throws(StoreError)
    -> Result
  {
    do {
      return try body(root())
    } catch let error as StoreError {
      throw error
    } catch let error as HoldTestError {
      throw .holdTest(store: name, reason: error.reason)
    } catch let error as DocumentError {
      throw .engine(store: name, code: "document", message: "\(error)")
    } catch {
      throw .row(store: name, recordSet: recordSet ?? RecordSet.whole(name).name, reason: "\(error)")
    }
  }

  /// Notes a step of a walk, and ends it if the work is to end.
  func checkStop() throws(StoreError) {
    work.step()
    if work.mustEnd { throw .interrupted(store: name) }
  }

  // MARK: Schema

  package func describe(_ recordSet: RecordSet, use: SchemaUse) throws(StoreError) -> SchemaDescription {
    try asking(recordSet.name) { root in
      let named = ["path", "modified", "size"] + (recordSet.documents?.columns ?? [])
      let read = use.readColumns.union(use.events.map(\.column)).subtracting(named).sorted()
      let table = recordSet.table
      var refusals = refusals(of: recordSet, use: use, reading: read)
      var warnings: [SchemaFinding] = []
      do throws(DocumentError) {
        let ending = recordSet.documents?.sidecar
        // Asked for its errors, too: the folder must be there to its last one.
        let strays = try root.strays(
          below: Self.folder(of: recordSet), sidecar: ending.map { Array($0.utf8) },
          goesOn: {
            work.step()
            return !work.mustEnd
          })
        if let ending, strays > 0 {
          warnings.append(
            .other(
              table: table,
              message: "\(strays) files end in \(ending) and lie beside no document: they never go",
              remedy: "remove them, or bring their documents back"))
        }
      } catch {
        guard error == .missing else { throw error }
        refusals.append(
          .other(
            table: table, message: "the store has no such folder",
            remedy: "correct \"folder\" in stores.json, or make the folder"))
      }
      // Folders that were not looked at say nothing.
      try checkStop()
      var columns = recordSet.documents?.sidecar == nil ? named : named + read
      let moved = Self.movedColumns(of: recordSet, store: name, use)
      columns += moved.filter { !columns.contains($0) }
      return SchemaDescription(
        columns: columns.map {
          SchemaDescription.Column(
            name: $0, declaredType: "", isNullable: $0 != "path", isGenerated: !moved.contains($0),
            isUnique: $0 == "path")
        }, indexedColumns: Set(columns), refusals: refusals, warnings: warnings,
        forbidden: writingObstacles(of: recordSet), fingerprint: "")
    }
  }

  /// What refuses a record set of documents before its folder is looked at.
  ///
  /// - Parameter read: the columns that are not in the documents' names.
  private func refusals(of recordSet: RecordSet, use: SchemaUse, reading read: [String]) -> [SchemaFinding] {
    let table = recordSet.table
    var refusals: [SchemaFinding] = []
    if recordSet.documents?.sidecar == nil {
      refusals += read.map { .columnMissing(table: table, column: $0) }
    }
    if !use.changedColumns.isEmpty { refusals.append(Self.notPseudonymised(recordSet)) }
    if recordSet.documents?.sidecar != nil, let archive = use.archive?.documents, archive.sidecar == nil {
      refusals.append(
        .other(
          table: table, message: "its archive keeps no files beside documents, and these would be lost",
          remedy: "give the archive a \"sidecar\" in stores.json, too"))
    }
    if leftovers > 0 {
      refusals.append(
        .other(
          table: table, message: "\(leftovers) documents of a committed batch could not be removed",
          remedy: "let the service's account write to their folders, and start the run again"))
    }
    return refusals
  }

  /// The columns as which documents move to another store, or come from one.
  private static func movedColumns(of recordSet: RecordSet, store: StoreName, _ use: SchemaUse) -> [String] {
    if use.receives { return ["path", "content", "modified", "sidecar"] }
    guard let archive = use.archive, archive.store != store else { return [] }
    return ["path", "content", "modified"] + (recordSet.documents?.sidecar == nil ? [] : ["sidecar"])
  }

  static func notPseudonymised(_ recordSet: RecordSet) -> SchemaFinding {
    .other(
      table: recordSet.table, message: "documents cannot be pseudonymised",
      remedy: "delete or archive them, or pseudonymise what they are made from")
  }

  static func folder(of recordSet: RecordSet) -> FilePath {
    recordSet.table == "." ? "" : FilePath(recordSet.table)
  }

  // MARK: What it does not have

  /// No column of it names files: its record sets cannot own any.
  package func isIndexed(_ column: PathColumn) throws(StoreError) -> Bool { true }
  package func values(of column: PathColumn, among spellings: [FilePath]) throws(StoreError) -> [ColumnValue]
  {
    []
  }
  package func forEachValue(
    of column: PathColumn, unusual: Bool, _ body: (ColumnValue) throws -> Bool
  ) throws(StoreError) {}

  /// A folder has what lies in it, and nothing that is made from it.
  package func copies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] { [] }
  package func guessedCopies(of recordSet: RecordSet) throws(StoreError) -> [KeptCopy] { [] }

  package func review(_ ledger: Ledger) throws(StoreError) -> [SchemaFinding] {
    [.other(table: ledger.table, message: "a store of documents has no tables", remedy: "remove \"ledger\"")]
  }

  package func recorded(_ batches: [BatchName], in ledger: Ledger) throws(StoreError) -> Set<BatchName> { [] }

  package func maintain(_ ledger: Ledger, adding entries: [LedgerEntry], droppingBefore time: Instant)
    throws(StoreError)
  {}

  package func physicalScrub() throws(StoreError) -> PhysicalScrub {
    // A run asks when its last outcome is in the journal: nothing names what is gone any more.
    if !isReadOnly {
      try asking(nil) { root throws in try BatchList.forgetDone(in: root) }
    }
    return PhysicalScrub(places: [
      PhysicalScrub.Place(
        name: "names", isScrubbed: leftovers == 0,
        explanation: leftovers == 0
          ? "no folder names the documents any more"
          : "\(leftovers) documents could not be removed yet; the next run tries again"),
      PhysicalScrub.Place(
        name: "blocks, snapshots and backups", isScrubbed: false,
        explanation:
          "the file system writes over freed blocks when it needs them; fstrim frees an SSD's, and snapshots and backups keep theirs"
      ),
    ])
  }
}
