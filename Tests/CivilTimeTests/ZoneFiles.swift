import Foundation

/// Zone files for tests: the system's bytes, and small ones made by hand.
enum ZoneFiles {
  static func system(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)")))
  }

  /// A file with no transition, whose footer holds at all times.
  static func withFooter(_ footer: String) -> [UInt8] {
    file(offset: 0, name: "UTC", footer: footer)
  }

  /// A file with one local time type, and one transition to it for each time.
  static func file(
    version: Character = "2", offset: Int32 = 0, name: String = "UTC", nameIndex: UInt8 = 0,
    times: [Int64] = [],
    typeIndex: UInt8 = 0, leapSeconds: UInt32 = 0, footer: String
  ) -> [UInt8] {
    let empty = header(version, [0, 0, 0, 0, 1, 1]) + [0, 0, 0, 0, 0, 0, 0]
    let characters = Array(name.utf8) + [0]
    var block = header(
      version, [0, 0, leapSeconds, UInt32(times.count), 1, UInt32(characters.count)])
    for time in times { block += bytes(UInt64(bitPattern: time)) }
    block += times.map { _ in typeIndex }
    block += bytes(UInt32(bitPattern: offset)) + [0, nameIndex] + characters
    block += [UInt8](repeating: 0, count: Int(leapSeconds) * 12)
    return empty + block + Array("\n\(footer)\n".utf8)
  }

  private static func header(_ version: Character, _ counts: [UInt32]) -> [UInt8] {
    Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap(bytes)
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
