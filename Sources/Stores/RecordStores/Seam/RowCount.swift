/// How many rows: a number, or nothing that is known. What nobody could count is never shown as 0 (decision 105).
///
/// An example: without a journal nobody knows which rows are held, and a plan shows `?`.
package enum RowCount: Hashable, Sendable {
  case known(Int)
  case unknown

  package init(_ number: Int?) {
    self = number.map(RowCount.known) ?? .unknown
  }

  /// The number; nil if it is not known.
  package var number: Int? { if case .known(let number) = self { number } else { nil } }

  /// A sum with an unknown part is unknown.
  package static func + (left: RowCount, right: RowCount) -> RowCount {
    guard let left = left.number, let right = right.number else { return .unknown }
    return .known(left + right)
  }
}

extension RowCount: ExpressibleByIntegerLiteral {
  package init(integerLiteral number: Int) { self = .known(number) }
}

extension RowCount: CustomStringConvertible {
  package var description: String { number.map { String($0) } ?? "?" }
}

extension Sequence where Element == RowCount {
  package var sum: RowCount { reduce(0, +) }
}
