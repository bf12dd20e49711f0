internal import CivilTime
internal import RecordStores

/// Transforms that leave less of a value, in a form that its column still takes. Each leaves its own output as it is.
enum Generalisation {
  static func masked(_ value: ColumnValue, _ mask: Character, keepFirst: Int, keepLast: Int) throws
    -> ColumnValue
  {
    switch value {
    case .null: return .null
    case .text(let text):
      // A value too short to keep anything of keeps nothing.
      guard text.count - keepFirst > keepLast else {
        return .text(String(repeating: mask, count: text.count))
      }
      return .text(
        text.prefix(keepFirst) + String(repeating: mask, count: text.count - keepFirst - keepLast)
          + text.suffix(keepLast))
    case .integer, .real, .rawText, .blob: throw TransformError.notText(transform: "mask")
    }
  }

  static func date(_ value: ColumnValue, to grain: TransformSpecification.DateGrain) throws -> ColumnValue {
    guard value != .null else { return .null }
    guard let written = WrittenDate(value) else { throw TransformError.notADate(transform: "date") }
    let (year, month, _) = written.date.parts
    let first =
      switch grain {
      case .month: month
      case .quarter: (month - 1) / 3 * 3 + 1
      case .year: 1
      }
    // A month of a date that exists has a first day.
    guard let start = CivilDate(year: year, month: first, day: 1) else {
      throw TransformError.notADate(transform: "date")
    }
    return written.writtenAtMidnight(start)
  }

  /// The first two characters, three overseas; Corsica's codes begin with 20 in either department.
  static func department(_ value: ColumnValue) throws -> ColumnValue {
    let text: String
    switch value {
    case .null: return .null
    case .text(let given): text = given
    // A column of numbers has lost the zero of the first nine departments.
    case .integer(let number): text = number < 10_000 && number >= 1_000 ? "0\(number)" : String(number)
    case .real, .rawText, .blob: throw TransformError.notAPostalCode
    }
    guard text.utf8.count == 5, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isLetter) }) else {
      throw TransformError.notAPostalCode
    }
    let kept = text.hasPrefix("97") || text.hasPrefix("98") ? 3 : 2
    let result = text.prefix(kept) + String(repeating: "0", count: 5 - kept)
    if case .integer = value, let number = Int64(result) { return .integer(number) }
    return .text(String(result))
  }

  static func bucket(_ value: ColumnValue, width: Int64) throws -> ColumnValue {
    switch value {
    case .null: return .null
    case .integer(let number):
      let rest = number % width
      let (result, overflow) = number.subtractingReportingOverflow(rest < 0 ? rest + width : rest)
      guard !overflow else { throw TransformError.notANumber }
      return .integer(result)
    case .real(let number):
      guard number.isFinite else { throw TransformError.notANumber }
      return .real((number / Double(width)).rounded(.down) * Double(width))
    case .text(let text): return .text(String(try bucket(decimal: text, width: Int128(width))))
    case .rawText, .blob: throw TransformError.notANumber
    }
  }

  /// Servers give decimal numbers as text, of which nothing may be rounded before it is cut.
  private static func bucket(decimal text: String, width: Int128) throws(TransformError) -> Int128 {
    guard let parts = text.wholeMatch(of: /(-?)([0-9]+)(?:\.([0-9]+))?/), let whole = Int128(parts.2) else {
      throw .notANumber
    }
    let hasFraction = parts.3?.contains { $0 != "0" } ?? false
    guard !parts.1.isEmpty else { return whole - whole % width }
    // Below zero the lower bound is the one that is farther away.
    let (above, overflow) = whole.addingReportingOverflow(hasFraction ? 1 : 0)
    let rest = above % width
    let (result, isTooLarge) = above.addingReportingOverflow(rest == 0 ? 0 : width - rest)
    guard !overflow, !isTooLarge else { throw .notANumber }
    return -result
  }

  static func truncated(_ value: ColumnValue, to count: Int) throws -> ColumnValue {
    guard let text = try text(value) else { return .null }
    return .text(String(text.prefix(count)))
  }

  static func redacted(_ value: ColumnValue, by redactor: TextRedactor) throws -> ColumnValue {
    guard let text = try text(value) else { return .null }
    return .text(redactor.redacted(text))
  }

  private static func text(_ value: ColumnValue) throws -> String? {
    switch value {
    case .null: return nil
    case .text(let text): return text
    case .integer, .real, .rawText, .blob: throw TransformError.notText(transform: "text")
    }
  }
}
