internal import Identifiers

/// A list of people as somebody exported it: one identifier a line, or one column of a table.
///
/// It is read as a whole or not at all. What could name somebody else, or nobody, is refused with its line, and no line is quoted.
struct PersonList {
  /// In the list's order.
  var identifiers: [String] = []
  /// The line of each, from 1.
  var lines: [Int] = []

  /// An identifier that is longer than the journal takes is none.
  static let longest = 1_024

  /// Where the identifiers are.
  enum Column {
    /// The only thing in each line.
    case wholeLine
    /// From 1.
    case number(Int)
    /// By the name in the first line.
    case name(String)

    init(_ text: String?) {
      switch text {
      case nil: self = .wholeLine
      case let text?: self = Int(text).map(Column.number) ?? .name(text)
      }
    }
  }

  init(_ bytes: [UInt8], column: Column) throws(PersonListProblem) {
    let text = try ListText.utf8(bytes)
    var reader = ListReader(text)
    var delimiter: UInt8?
    var place = 0
    var width: Int?
    var spelling = HeldSpelling()
    if case .number(let number) = column {
      guard number >= 1 else { throw PersonListProblem(line: nil, .columnNumber) }
      place = number - 1
    }
    while try reader.next() {
      if delimiter == nil, !column.isWholeLine {
        delimiter = reader.delimiter
        // A file of one column has no delimiter, but it can have a title.
        guard delimiter != nil || column.isName else {
          throw PersonListProblem(line: reader.line, .noDelimiter)
        }
      }
      let fields = try reader.fields(delimiter, isWholeLine: column.isWholeLine)
      // A row of empty cells is a blank line of a spreadsheet.
      guard fields.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { continue }
      if width == nil {
        width = fields.count
        if case .name(let name) = column {
          let places = Self.places(of: name, in: fields)
          guard let found = places.first else {
            throw PersonListProblem(line: reader.line, .noColumn(name))
          }
          guard places.count == 1 else { throw PersonListProblem(line: reader.line, .severalColumns(name)) }
          place = found
          continue
        }
      }
      guard fields.count == width else { throw PersonListProblem(line: reader.line, .otherWidth) }
      guard place < fields.count else {
        throw PersonListProblem(line: reader.line, .fewColumns(fields.count))
      }
      let identifier = Self.trimmed(fields[place])
      if let cause = Self.problem(of: identifier, &spelling) {
        throw PersonListProblem(line: reader.line, cause)
      }
      identifiers.append(identifier)
      lines.append(reader.line)
    }
    guard !identifiers.isEmpty else { throw PersonListProblem(line: nil, .empty) }
  }

  /// Returns why an identifier cannot name anybody; nil if it can.
  static func problem(of identifier: String) -> PersonListProblem.Cause? {
    var spelling = HeldSpelling()
    return problem(of: identifier, &spelling)
  }

  private static func problem(of identifier: String, _ spelling: inout HeldSpelling)
    -> PersonListProblem.Cause?
  {
    var identifier = identifier
    if identifier.utf8.count > longest { return .tooLong }
    if identifier.utf8.contains(0) { return .nul }
    if identifier.unicodeScalars.contains(where: isControl) { return .control }
    if identifier.utf8.starts(with: Array("=\"".utf8)) { return .formula }
    if isScientific(Array(identifier.utf8)) { return .scientific }
    identifier.withUTF8 { unsafe spelling.write(UnsafeRawBufferPointer($0), as: .text) }
    return spelling.bytes.isEmpty ? .namesNobody : nil
  }

  /// A control character or a line separator inside an identifier joins two people, or is no identifier's.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\t" || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
      || scalar.value == 0x2029
  }

  /// Tells if this is what a spreadsheet makes of a long number, such as 1,85058E+12: its last digits are lost.
  static func isScientific(_ text: [UInt8]) -> Bool {
    var rest = text.drop { $0 == 0x20 }
    let whole = rest.prefix { (0x30...0x39).contains($0) }
    guard !whole.isEmpty else { return false }
    rest = rest.dropFirst(whole.count)
    var isDecimal = false
    if let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ",") {
      let fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      isDecimal = !fraction.isEmpty
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    let isSigned = rest.first == UInt8(ascii: "+")
    if isSigned { rest = rest.dropFirst() }
    let exponent = rest.prefix { (0x30...0x39).contains($0) }
    return !exponent.isEmpty && (isDecimal || isSigned)
      && rest.dropFirst(exponent.count).allSatisfy { $0 == 0x20 }
  }

  /// The columns of a title, by its case or, if there is none, whatever its case.
  private static func places(of name: String, in fields: [String]) -> [Int] {
    let wanted = trimmed(name)
    let exact = fields.indices.filter { trimmed(fields[$0]) == wanted }
    guard exact.isEmpty else { return exact }
    return fields.indices.filter { trimmed(fields[$0]).lowercased() == wanted.lowercased() }
  }

  private static func trimmed(_ text: String) -> String {
    guard text.first?.isWhitespace ?? false || text.last?.isWhitespace ?? false else { return text }
    return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}

extension PersonList.Column {
  fileprivate var isWholeLine: Bool { if case .wholeLine = self { true } else { false } }
  fileprivate var isName: Bool { if case .name = self { true } else { false } }
}
