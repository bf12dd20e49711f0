/// Makes any text fit to be one assignment of a notification, whose lines are assignments of their own.
enum StatusText {
  /// Longer ones are cut: systemd refuses a message over 4096 bytes as a whole, READY=1 and all.
  static let maximumBytes = 1024

  /// `text` with each run of line breaks and other control characters as one space, cut at a character.
  static func singleLine(_ text: String) -> String {
    var line = ""
    var bytes = 0
    var pendingSpace = false
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        pendingSpace = !line.isEmpty
        continue
      }
      let size = UTF8.width(scalar) + (pendingSpace ? 1 : 0)
      guard bytes + size <= maximumBytes else { break }
      if pendingSpace { line.append(" ") }
      pendingSpace = false
      line.unicodeScalars.append(scalar)
      bytes += size
    }
    return line
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
