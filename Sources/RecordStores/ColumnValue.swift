/// One value of one column, as it crosses the seam. It is the store's own value: nothing is rounded or recoded.
public enum ColumnValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}
