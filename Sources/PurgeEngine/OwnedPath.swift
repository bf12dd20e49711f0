/// The path of a record's file, below the folder that such files lie in.
enum OwnedPath {
  /// The path as a walk through the folder would give it: names with one slash between.
  static func normal(_ path: String, below root: String) -> String {
    let folder = root.hasSuffix("/") ? root : root + "/"
    // The removal of files takes a path that begins with the root's own.
    let inner = path.hasPrefix(folder) ? path.dropFirst(folder.count) : path[...]
    return inner.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }
}
