/// One value of one column.
enum Cell: Hashable {
  case null
  case integer(Int)
  case real(Double)
  case text(String)

  /// As a person would type it, for keys.
  var text: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    }
  }
}
