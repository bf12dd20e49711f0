internal import DocumentTree

/// Why nobody knows which files of a folder no row names. Whoever removes what is listed must not be told half of it.
package enum OrphanError: Error, Hashable, Sendable, CustomStringConvertible {
  case outOfReach(folder: String, cause: String)
  /// Rows name files below it.
  case empty(folder: String)

  static func cause(_ error: DocumentError) -> String {
    if case .root(_, let cause) = error { cause } else { "\(error)" }
  }

  package var description: String {
    switch self {
    case .outOfReach(let folder, let cause):
      "\(folder) cannot be read (\(cause)): files of records lie in it, and it may be the same folder as another one, so that nobody knows which files no row names: mount it, or let this account in"
    case .empty(let folder):
      "\(folder) is empty, and rows name files below it: mount what belongs there"
    }
  }
}
