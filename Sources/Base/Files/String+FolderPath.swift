extension String {
  /// The path of the folder that a path lies in; "." for a path without a slash.
  ///
  /// Goes by bytes: a name may begin with a combining mark, which makes one Character of it and the slash.
  package var folderPath: String {
    guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == startIndex ? "/" : String(decoding: utf8[..<slash], as: UTF8.self)
  }

  /// The name in that folder.
  package var lastPathName: String {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(self[utf8.index(after: $0)...]) } ?? self
  }
}
