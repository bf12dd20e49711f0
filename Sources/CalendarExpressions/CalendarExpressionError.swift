/// Why a text is no calendar expression.
public struct CalendarExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  public let expression: String
  /// Where in the expression, from 1.
  public let position: Int
  public let cause: String

  public var description: String {
    "calendar expression \"\(expression)\", character \(position): \(cause): "
      + "write one such as \"daily\", \"Mon..Fri 02:30\" or \"*-*-01 04:00 Europe/Paris\""
  }
}
