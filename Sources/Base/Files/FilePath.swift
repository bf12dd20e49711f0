/// A path below some folder, as bytes: a file system does not ask whether a name is text.
///
/// One file has many spellings (`a//v`, `./a/v`, `/root/a/v`). `normal` gives the one that a walk through the folder would give.
package struct FilePath: Hashable, Sendable {
  package let bytes: [UInt8]

  package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
  package init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  private init(names: some Sequence<ArraySlice<UInt8>>, isAbsolute: Bool = false) {
    bytes = (isAbsolute ? [Self.slash] : []) + Array(names.joined(separator: [Self.slash]))
  }

  package var isEmpty: Bool { bytes.isEmpty }
  package var isAbsolute: Bool { bytes.first == Self.slash }
  /// Tells if no call of the system could be given the path.
  package var hasNUL: Bool { bytes.contains(0) }
  /// Nil for what is no UTF-8.
  package var text: String? { String(validating: bytes, as: UTF8.self) }

  /// Its names in order, without those that lead nowhere: empty ones and `.`.
  package var names: [ArraySlice<UInt8>] {
    bytes.split(separator: Self.slash).filter { !$0.elementsEqual([Self.dot]) }
  }

  /// Tells if `..` is one of its names.
  package var climbs: Bool { names.contains(where: Self.isParent) }

  /// The path with one slash between its names. The root's own path in front is left out; what begins with another one stays absolute.
  ///
  /// - Returns: an empty path for what names no file: nothing at all, `.`, or the root itself.
  package func normal(below root: String) -> FilePath { normal(below: FilePath(root)) }

  /// The same, below a root whose path need not be text.
  package func normal(below root: FilePath) -> FilePath {
    guard isAbsolute else { return FilePath(names: names) }
    let (names, folder) = (self.names, root.names)
    guard !names.isEmpty else { return FilePath("") }
    guard names.starts(with: folder) else { return FilePath(names: names, isAbsolute: true) }
    return FilePath(names: names.dropFirst(folder.count))
  }

  /// The normal path to which the path leads if `..` is followed by its letters, whatever links there are; nil where that is outside of the root.
  package func followed(below root: String) -> FilePath? {
    let normal = normal(below: root)
    guard normal.climbs else { return normal.isAbsolute ? nil : normal }
    let folder = FilePath(root).names
    var names: [ArraySlice<UInt8>] = []
    for name in (isAbsolute ? [] : folder) + self.names {
      if Self.isParent(name) { _ = names.popLast() } else { names.append(name) }
    }
    return names.starts(with: folder) ? FilePath(names: names.dropFirst(folder.count)) : nil
  }

  /// The path from the root of the file system on, with `..` followed by its letters, whatever links there are.
  package func absolute(below root: String) -> FilePath {
    var names: [ArraySlice<UInt8>] = []
    for name in (isAbsolute ? [] : FilePath(root).names) + self.names {
      if Self.isParent(name) { _ = names.popLast() } else { names.append(name) }
    }
    return FilePath(names: names, isAbsolute: true)
  }

  /// The path of what lies below it.
  package func appending(_ path: FilePath) -> FilePath {
    isEmpty ? path : FilePath(bytes + [Self.slash] + path.bytes)
  }

  /// The path as it is with bytes behind it.
  package func adding(_ ending: some Sequence<UInt8>) -> FilePath { FilePath(bytes + Array(ending)) }

  /// The folder that its last name is in; an empty path where it has one name.
  package var folder: FilePath {
    FilePath(bytes.lastIndex(of: Self.slash).map { bytes[..<$0] } ?? [])
  }

  package func hasSuffix(_ ending: some Collection<UInt8>) -> Bool {
    bytes.suffix(ending.count).elementsEqual(ending)
  }

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")
  private static func isParent(_ name: ArraySlice<UInt8>) -> Bool { name.elementsEqual([dot, dot]) }
}

extension FilePath: Comparable {
  package static func < (left: FilePath, right: FilePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension FilePath: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}
