/// The name of a batch: `batch-` and the index of the entry that is its intent.
package struct BatchName: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }

  /// Names the batch whose intent is the entry of this index.
  package init(entry: Int) { rawValue = Self.prefix + String(entry) }

  private static let prefix = "batch-"

  /// The index of the batch's intent; nil for what is no batch's name.
  package var entry: Int? {
    // One spelling: whoever reads the number and whoever compares the name mean the same batch.
    guard let entry = Int(rawValue.dropFirst(Self.prefix.count)), entry >= 0, Self(entry: entry) == self
    else { return nil }
    return entry
  }
}
