/// For stores that have no engine to ask: a predicate's answer about one row.
extension Predicate {
  /// - Parameter value: the row's value of a column; null for one that it does not have.
  public func isMet(by value: (String) -> ColumnValue) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .all(let parts): parts.allSatisfy { $0.isMet(by: value) }
    case .any(let parts): parts.contains { $0.isMet(by: value) }
    case .not(let part): !part.isMet(by: value)
    case .compare(let column, let comparison, let other):
      Self.order(value(column), other).map { comparison.isMet(by: $0) } ?? false
    case .isNull(let column): value(column) == .null
    case .isOneOf(let column, let values):
      values.contains { Self.order(value(column), $0) == 0 }
    case .event(let event, let test): test.isMet(by: event.value(of: value(event.column)), of: event)
    }
  }

  /// -1, 0 or 1; nil where either is null, or the two cannot be compared. A number that is written out is one.
  private static func order(_ left: ColumnValue, _ right: ColumnValue) -> Int? {
    func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
      left < right ? -1 : left == right ? 0 : 1
    }
    switch (left, right) {
    case (.null, _), (_, .null): return nil
    case (.integer(let left), .integer(let right)): return sign(left, right)
    case (.text(let left), .text(let right)):
      return left == right ? 0 : left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    case (.blob(let left), .blob(let right)):
      return left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
    case (.text(let text), .integer(let right)): return Int64(text).map { sign($0, right) }
    case (.integer(let left), .text(let text)): return Int64(text).map { sign(left, $0) }
    default:
      guard let left = number(left), let right = number(right) else { return nil }
      return sign(left, right)
    }
  }

  private static func number(_ value: ColumnValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .text(let text): Double(text)
    case .null, .blob: nil
    }
  }
}

extension Predicate.Comparison {
  fileprivate func isMet(by order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

extension EventTest {
  fileprivate func isMet(by value: EventValue, of event: EventColumn) -> Bool {
    switch self {
    case .missing: value == .missing
    case .plausible(let days): EventRange(days, of: event).contains(value)
    case .implausible(let days): value != .missing && !EventRange(days, of: event).contains(value)
    case .reached(let cutoff, let days, let zone):
      EventRange(days, upTo: cutoff, zone: zone, of: event).contains(value)
    }
  }
}
