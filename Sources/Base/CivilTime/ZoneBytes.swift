/// Reads the bytes of a zone's file in order, and never past their end.
struct ZoneBytes {
  private let identifier: String
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8], of identifier: String) {
    self.init(bytes[...], of: identifier)
  }

  private init(_ bytes: ArraySlice<UInt8>, of identifier: String) {
    self.identifier = identifier
    rest = bytes
  }

  func damaged(_ cause: String) -> TimeZoneError { .damaged(identifier, cause: cause) }

  mutating func take(_ count: Int) throws(TimeZoneError) -> ArraySlice<UInt8> {
    guard rest.count >= count else { throw damaged("it ends too early") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func skip(_ count: Int) throws(TimeZoneError) { _ = try take(count) }

  mutating func part(_ count: Int) throws(TimeZoneError) -> ZoneBytes {
    ZoneBytes(try take(count), of: identifier)
  }

  /// A big-endian number of up to four bytes.
  mutating func unsigned(bytes count: Int) throws(TimeZoneError) -> Int {
    try take(count).reduce(0) { $0 << 8 | Int($1) }
  }

  /// A big-endian number of four or eight bytes in two's complement.
  mutating func signed(bytes count: Int) throws(TimeZoneError) -> Int {
    let pattern = try take(count).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return count == 4
      ? Int(Int32(truncatingIfNeeded: pattern)) : Int(Int64(truncatingIfNeeded: pattern))
  }

  /// The text between the two newlines that end the file.
  mutating func footer() throws(TimeZoneError) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    guard rest.popFirst() == newline, let end = rest.firstIndex(of: newline) else {
      throw damaged("it has no footer")
    }
    return Array(rest[..<end])
  }
}
