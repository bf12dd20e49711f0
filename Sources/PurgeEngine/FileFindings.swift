internal import DocumentTree
internal import RecordStores
internal import RegularFiles
internal import StoreCatalogue

extension Engine {
  /// Folders of files that cannot be looked into, or that are somebody else's, too; each with what to do.
  func fileFindings(of recordSet: RecordSet) -> [SchemaFinding] {
    var findings: [SchemaFinding] = []
    for (table, files) in recordSet.allFiles {
      do throws(DocumentError) {
        let place = try DocumentRoot(files.root).place()
        for other in documentFolders where other.place.overlaps(place) {
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
    return findings + documentFindings(of: recordSet)
  }

  /// What else takes the documents of a record set for its own.
  private func documentFindings(of recordSet: RecordSet) -> [SchemaFinding] {
    guard let own = documentFolders.first(where: { $0.recordSet == recordSet.name }) else { return [] }
    let owners = catalogue.recordSets.filter { bound in
      bound.recordSet.allFiles.contains { _, files in
        (try? DocumentRoot(files.root).place()).map(own.place.overlaps) ?? false
      }
    }.map { "files of \($0.recordSet.name)" }
    let others = documentFolders.filter {
      $0.recordSet != own.recordSet && $0.store != own.store && $0.place.overlaps(own.place)
    }.map { "documents of \($0.recordSet)" }
    return (owners + others).map {
      .other(
        table: recordSet.table, message: "the \($0) lie in its folder, or it lies in theirs",
        remedy: "give each a folder of its own: the rules of one would take what the other keeps")
    }
  }

  /// Where the documents of each record set lie, as far as it can be seen.
  private var documentFolders: [(recordSet: String, store: String, place: FolderPlace)] {
    catalogue.recordSets.compactMap { bound in
      guard
        case .documents(let path)? = catalogue.stores.first(where: { $0.name == bound.recordSet.store })?
          .engine
      else { return nil }
      let folder = bound.recordSet.table == "." ? path : path + "/" + bound.recordSet.table
      return (try? DocumentRoot(folder).place()).map { (bound.recordSet.name, bound.recordSet.store, $0) }
    }
  }
}
