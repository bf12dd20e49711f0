internal import DocumentTree
internal import Files
internal import RecordStores
internal import StoreBindings
internal import Words

/// Finds what would keep the files of a record set from being removed, or let them be taken from somebody else.
struct FileReview {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Folders of files that cannot be looked into, or that are somebody else's, too; each with what to do.
  func findings(of recordSet: RecordSet) -> [SchemaFinding] {
    let folders = documentFolders
    var findings: [SchemaFinding] = []
    for (table, files) in recordSet.allFiles {
      do throws(DocumentError) {
        let place = try DocumentRoot(files.root).place()
        for other in folders where other.place.overlaps(place) {
          findings.append(
            .other(
              table: table, message: "its files lie in the folder of the documents of \(other.recordSet)",
              remedy: "give each a folder of its own: a document that has rules of its own is nobody's file"))
        }
      } catch {
        findings.append(
          .other(
            table: table, message: "its files cannot be reached (\(error))",
            remedy: "correct \"root\" in stores.json, or let the service's account in"))
      }
    }
    return findings + documentFindings(of: recordSet, among: folders)
  }

  /// Folders of files that somebody should look at before rows go, since rows go first and their files would be left. Which folders below a root
  /// may be written to is each file's own affair.
  ///
  /// - Parameter asksRows: false if the store is not to be asked.
  func doubts(of recordSet: RecordSet, asksRows: Bool) throws(StoreError) -> [String] {
    let columns = BoundPathColumn.all(in: context.bindings).filter { $0.store == recordSet.store }
    var doubts: [String] = []
    for root in Set(recordSet.allFiles.map(\.files.root)).sorted() {
      // One that is not there, or is mounted read-only, refuses the record set.
      guard let folder = try? DocumentRoot(root), !WriteAccess.isReadOnlyMount(root) else { continue }
      if !context.onlyReads, let obstacle = WriteAccess.obstacle(toFolder: root) {
        doubts.append(
          "no file can be removed from \(root): \(obstacle): give the service's account the right to write to it and to the folders below it, since rows go first and their files would be left"
        )
      }
      guard asksRows, folder.isEmpty else { continue }
      for column in columns where column.root == root {
        guard try namesFiles(column) else { continue }
        doubts.append(
          "\(root) is empty, and rows of \(column.column.table) name files below it: mount what belongs there, since rows go first and their files would be left"
        )
      }
    }
    return doubts
  }

  private func namesFiles(_ column: BoundPathColumn) throws(StoreError) -> Bool {
    var isFound = false
    try context.stores.store(named: column.store).forEachValue(of: column.column, unusual: false) { value in
      isFound = FilePath(of: value).map { !$0.normal(below: column.root).isEmpty } ?? false
      // One is enough.
      return !isFound
    }
    return isFound
  }

  /// What else takes the documents of a record set for its own.
  private func documentFindings(of recordSet: RecordSet, among folders: [DocumentFolder]) -> [SchemaFinding] {
    guard let own = folders.first(where: { $0.recordSet == recordSet.name }) else { return [] }
    let owners = context.bindings.recordSets.filter { bound in
      bound.recordSet.allFiles.contains { _, files in
        (try? DocumentRoot(files.root).place()).map(own.place.overlaps) ?? false
      }
    }.map { "files of \($0.recordSet.name)" }
    let others = folders.filter {
      $0.recordSet != own.recordSet && $0.store != own.store && $0.place.overlaps(own.place)
    }.map { "documents of \($0.recordSet)" }
    return (owners + others).map {
      .other(
        table: recordSet.table, message: "the \($0) lie in its folder, or it lies in theirs",
        remedy: "give each a folder of its own: the rules of one would take what the other keeps")
    }
  }

  private typealias DocumentFolder = (recordSet: RecordSetName, store: StoreName, place: FolderPlace)

  /// The folders in which the documents of each record set lie, as far as they can be seen.
  private var documentFolders: [DocumentFolder] {
    context.bindings.recordSets.map(\.recordSet).compactMap { recordSet in
      guard let path = context.bindings.store(named: recordSet.store)?.engine.documentFolder else {
        return nil
      }
      let folder = recordSet.table == "." ? path : path + "/" + recordSet.table
      return (try? DocumentRoot(folder).place()).map { (recordSet.name, recordSet.store, $0) }
    }
  }
}
