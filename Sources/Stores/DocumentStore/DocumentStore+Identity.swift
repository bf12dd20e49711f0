internal import DocumentTree
internal import Files
package import RecordStores

/// Which folder the store is. An open folder stays what it is wherever its path leads by then, as where something was mounted over it.
extension DocumentStore {
  /// Opens the folder and nothing in it: what a crash left there is finished only when something else is asked.
  package func identity() throws(StoreError) -> StoreIdentity {
    do {
      return StoreIdentity(try Self.place(of: folder()).facts)
    } catch {
      throw error as? StoreError ?? .unavailable(store: name, cause: "\(path): \(error)")
    }
  }

  /// - Throws: `StoreError.replaced` where another folder is at the path than the open one, or none.
  func checkPlace(of root: DocumentRoot) throws {
    let opened = try Self.place(of: root)
    guard let current = try? FilePlace(of: path, followsLinks: false) else {
      throw StoreError.replaced(store: name, difference: "its folder was put away")
    }
    guard current != opened else { return }
    let difference = StoreIdentity(opened.facts).difference(to: StoreIdentity(current.facts))
    throw StoreError.replaced(store: name, difference: difference ?? "another file system")
  }

  private static func place(of root: DocumentRoot) throws(DocumentError) -> FilePlace {
    guard let status = root.status else { throw .system("the open folder cannot be looked at") }
    return FilePlace(status)
  }
}
