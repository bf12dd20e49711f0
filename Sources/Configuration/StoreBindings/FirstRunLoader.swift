internal import JSONText

/// Reads how many rows of a record set the first run under an approval may change.
enum FirstRunLoader {
  /// No more keys than somebody looks through.
  static let standard = 100

  /// - Parameter standing: what counts if the file says nothing here.
  /// - Returns: the number; nil where the file drops first runs.
  static func rows(_ field: Field?, otherwise standing: Int?) -> Int? {
    guard let field else { return standing }
    switch field.node.content {
    case .bool(false): return nil
    case .integer(let rows):
      if rows < 1 { field.report("a first run of \(rows) rows", "write 1 or more, or false to drop it") }
      field.check(rows, atMost: Bounds.firstRunRows)
      return max(1, rows)
    default:
      field.report(
        "\(field.node.kind), where a number of rows or false should stand",
        "write how many rows a first run may change, such as 100, or false to drop it")
      return standing
    }
  }
}
