internal import Files
internal import Glibc
internal import Words

/// Standard input, which may be a pipe that nobody writes to: the wait for it ends when the program is to stop (decision 182).
enum StandardInput {
  /// Returns when something can be read, or the end was reached.
  ///
  /// - Throws: `Stopped` if the stop is requested before.
  static func wait(_ stop: StopSignal = Interruption.stop) throws(Stopped) {
    while true {
      if ServiceSignals.isEndWaiting { stop.request() }
      try stop.check()
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&input, 1, 100) > 0 { return }
    }
  }

  /// Reads to the end.
  ///
  /// - Parameter limit: bytes; more are refused.
  static func bytes(limit: Int, stop: StopSignal = Interruption.stop) throws -> [UInt8] {
    let bytes = try RegularFile.joined(limit: limit) {
      try wait(stop)
      return try RegularFile.part(of: STDIN_FILENO)
    }
    guard let bytes else { throw InputTooLarge(limit: limit) }
    return bytes
  }

  /// Reads one line of at most a mebibyte; nil at the end. What follows it is left.
  static func line(stop: StopSignal = Interruption.stop) throws -> String? {
    var bytes: [UInt8] = []
    while true {
      try wait(stop)
      guard let byte = try RegularFile.part(of: STDIN_FILENO, atMost: 1).first else {
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      guard bytes.count < lineLimit else { throw InputTooLarge(limit: lineLimit) }
      bytes.append(byte)
    }
  }

  private static let lineLimit = 1 << 20

  /// Reads to the end, and returns the lines that are not blank.
  static func lines() throws -> [String] {
    String(decoding: try bytes(limit: lineLimit), as: UTF8.self).split(whereSeparator: \.isNewline)
      .filter { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
  }
}

/// Standard input has more than a command reads of it.
struct InputTooLarge: Error, CustomStringConvertible {
  /// Bytes.
  let limit: Int

  var description: String {
    "standard input has more than \(limit >> 10) KiB, and nothing was done: give less at once, or a file"
  }
}
