internal import CivilTime
internal import JSONText

/// An event as a person reads it on a terminal or in a file.
enum TextLine {
  /// What the second and later lines of a record begin with: no record begins with a space, so no text can pass
  /// itself off as a record of its own.
  static let continuation = "    "

  /// `2026-11-24T02:30:01Z info     run 17 starts: 3 rows due`
  static func line(for event: LogEvent, at instant: Instant, colour: Bool) -> String {
    let name = "\(event.level)"
    let padded = name + String(repeating: " ", count: max(0, 8 - name.count))
    let level = colour ? "\u{1b}[\(code(for: event.level))m\(padded)\u{1b}[0m" : padded
    return "\(LogText.time(instant)) \(level) \(event.sentence.withoutControls)"
  }

  /// `text` with `continuation` before its second and later lines.
  static func withIndentedLines(_ text: String, continuation: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true).joined(separator: "\n" + continuation)
  }

  private static func code(for level: LogLevel) -> String {
    switch level {
    case .critical: "1;31"
    case .error: "31"
    case .warning: "33"
    case .notice: "1"
    case .info: "2"
    }
  }
}
