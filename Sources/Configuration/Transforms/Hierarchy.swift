package import RecordStores

/// A value's more general form at one level of a hierarchy, such as a commune's department (decision 128).
package struct Hierarchy: Hashable, Sendable {
  /// SHA-256 of the file that it was read from, in hex.
  package let digest: String
  /// The file as stores.json names it, by which the journal pins it.
  package let file: String
  package let level: Int
  /// What a value becomes that the file does not have; nil where such a row is left and reported.
  package let otherwise: ColumnValue?
  /// Nil where only the binding was read, and no row can be changed by it.
  let values: [String: String]?

  package init(
    digest: String, file: String = "", level: Int, otherwise: ColumnValue?, values: [String: String]?
  ) {
    self.digest = digest
    self.file = file
    self.level = level
    self.otherwise = otherwise
    self.values = values
  }

  /// The characters of its longest word, the one for strangers among them.
  var longest: Int? {
    var counts = values?.values.map(\.unicodeScalars.count) ?? []
    switch otherwise {
    case .text(let text): counts.append(text.unicodeScalars.count)
    case .integer(let number): counts.append(String(number).count)
    default: break
    }
    return counts.max()
  }

  package static func == (left: Hierarchy, right: Hierarchy) -> Bool {
    (left.digest, left.level, left.otherwise) == (right.digest, right.level, right.otherwise)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(digest)
    hasher.combine(level)
    hasher.combine(otherwise)
  }

  func generalised(_ value: ColumnValue) throws(TransformError) -> ColumnValue {
    guard let text = try value.identifier(for: "hierarchy") else { return .null }
    guard let values else { throw .hierarchyNotLoaded }
    guard let general = values[text] else {
      guard let otherwise else { throw .notInHierarchy }
      return otherwise
    }
    guard value.isInteger else { return .text(general) }
    // A column of numbers takes no word.
    guard let number = Int64(general) else { throw .hierarchyNotNumeric }
    return .integer(number)
  }
}
