/// One value of one column, as it crosses the seam. It is the store's own value: nothing is rounded or recoded.
public enum ColumnValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// Bytes, roughly, for the bound of a batch.
  public var byteCount: Int {
    switch self {
    case .null: 1
    case .integer, .real: 8
    case .text(let text): text.utf8.count
    case .blob(let blob): blob.count
    }
  }
}
