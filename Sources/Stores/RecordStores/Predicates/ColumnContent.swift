/// What a column can have, in words that engines share: enough to tell before a run which column of one cannot keep what another's has.
package enum ColumnContent: Hashable, Sendable {
  /// Whole numbers of so many bits.
  case integer(bits: Int, isSigned: Bool)
  case decimal
  /// Floating point of so many bits.
  case real(bits: Int)
  /// Numbers that are decimal to the reader and binary in the file.
  case binaryNumber
  case boolean
  case text
  case bytes
  case day
  /// A date and time of no zone.
  case time
  /// A moment.
  case moment
  /// JSON that is kept as it is written, or written anew.
  case json(isRewritten: Bool)
  /// A type that only some engines have; each value shows whether it is kept.
  case other
  /// Whatever is put into it.
  case anything

  /// Tells if equal values of two columns are equal to the store, too, however they are written. Of types that only some engines have nothing is said.
  func isComparable(with other: ColumnContent) -> Bool {
    if self == .other || other == .other { return true }
    return family == other.family
  }

  /// The kinds of values that a store compares with each other.
  private enum Family { case number, text, bytes, time, json, anything }

  private var family: Family {
    switch self {
    case .integer, .decimal, .real, .binaryNumber, .boolean: .number
    case .text: .text
    case .bytes: .bytes
    case .day, .time, .moment: .time
    case .json: .json
    case .other, .anything: .anything
    }
  }

  /// Why no value of a column can be relied on to be kept as it is in another; nil where it can, or where each row must tell.
  package func loss(in archive: ColumnContent) -> String? {
    switch (self, archive) {
    case (.anything, _), (_, .anything), (_, .other), (.other, .text): nil
    case (.integer, .integer), (.integer, .decimal), (.integer, .binaryNumber), (.integer, .real): nil
    case (.integer, .boolean), (.boolean, .boolean), (.boolean, .integer), (.boolean, .binaryNumber): nil
    case (.decimal, .decimal), (.decimal, .text), (.decimal, .integer): nil
    case (.binaryNumber, .binaryNumber), (.binaryNumber, .decimal), (.binaryNumber, .integer): nil
    case (.binaryNumber, .real), (.real, .binaryNumber): nil
    case (.real(let bits), .real(let kept)): kept < bits ? "it has fewer digits" : nil
    case (.decimal, .real), (.decimal, .binaryNumber): "it rounds decimal numbers to binary ones"
    case (.text, .text), (.text, .json(isRewritten: false)): nil
    case (.text, .day), (.text, .time), (.text, .moment): nil
    case (.bytes, .bytes): nil
    case (.day, .day), (.day, .text), (.time, .time), (.time, .text), (.moment, .moment), (.moment, .text):
      nil
    case (.time, .moment): "the zone that its times are of is not said"
    case (.moment, .time): "it does not say which zone its times are of"
    case (.json, .text), (.json, .json(isRewritten: false)): nil
    case (.json(isRewritten: true), .json(isRewritten: true)): nil
    case (.json, .json), (.text, .json): "it writes JSON anew, without its order and blanks"
    default: "it holds values of another kind"
    }
  }
}
