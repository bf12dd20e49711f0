internal import JSONText
internal import RecordStores

/// Reads what a record set of a store of documents has instead of a table: its folder, and what the names in it say.
struct DocumentLoader {
  let fields: ObjectFields

  /// The key of every such record set.
  static let key = ["path"]

  func read() -> (folder: String, naming: DocumentNaming)? {
    for name in ["table", "key"] {
      fields[name]?.report(
        "the store has documents and no tables",
        "remove it: \"folder\" says where they lie, and the path is the key")
    }
    for name in ["dependents", "files", "pseudonymise", "partitions"] {
      fields[name]?.report(
        "documents have no \(name)", name == "pseudonymise" ? "delete or archive them" : "remove it")
    }
    let naming = naming()
    guard let folder = fields.required("folder").flatMap(folder), let naming else { return nil }
    return (folder, naming)
  }

  /// Below the root; `.` for the root itself.
  private func folder(_ field: Field) -> String? {
    guard let text = field.string else { return nil }
    let names = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard text == "." || names.allSatisfy({ !["", ".", "..", ".retentiond"].contains($0) }) else {
      field.report(
        "\"\(text)\" is no folder of the store",
        "write its path below the store's, such as letters/2024, or . for the store's own")
      return nil
    }
    return text
  }

  private func naming() -> DocumentNaming? {
    guard let field = fields["documents"] else { return DocumentNaming(pattern: nil, sidecar: nil) }
    guard let members = field.object(["pattern", "sidecar"]) else { return nil }
    let naming = DocumentNaming(pattern: members["pattern"]?.string, sidecar: members["sidecar"]?.string)
    if let columns = naming.columns {
      for name in Set(columns) where columns.count(where: { $0 == name }) > 1 {
        members["pattern"]?.report("\"\(name)\" stands twice", "give each part a name of its own")
      }
      for name in ["path", "modified", "size"] where columns.contains(name) {
        members["pattern"]?.report(
          "\"\(name)\" is what every document has already", "give the part another name")
      }
    } else {
      members["pattern"]?.report(
        "no pattern", "write names in braces with something between them, such as {nir}/{closed}_{number}.pdf"
      )
    }
    if naming.sidecar?.isEmpty ?? false || naming.sidecar?.contains("/") ?? false {
      members["sidecar"]?.report(
        "no ending",
        "write what the name of the file beside a document has behind the document's, such as .json")
    }
    return naming
  }
}
