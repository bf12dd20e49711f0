/// Why a text is no calendar expression.
package struct CalendarExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  package let expression: String
  /// The place in the expression, counted from 1.
  package let position: Int
  package let cause: String

  package var description: String {
    "calendar expression \"\(expression)\", character \(position): \(cause): "
      + "write one such as \"daily\", \"Mon..Fri 02:30\" or \"*-*-01 04:00 Europe/Paris\""
  }
}
