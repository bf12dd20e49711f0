import Foundation

/// Instants as text in UTC, to the second.
enum InstantText {
  /// `YYYY-MM-DDTHH:MM:SSZ`.
  static func iso8601(_ instant: Int) -> String { text(instant, separator: "T") + "Z" }

  /// Date and time in UTC without a zone, as many databases keep them.
  static func text(_ instant: Int, separator: String) -> String {
    var utc = Calendar(identifier: .gregorian)
    utc.timeZone = .gmt
    let parts = utc.dateComponents(
      [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(instant)))
    let day = Day(parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    let time = [parts.hour, parts.minute, parts.second].map { padded($0 ?? 0, 2) }.joined(separator: ":")
    return day.text + separator + time
  }

  /// Reads an ISO 8601 instant with a zone; nil if it is none.
  static func instant(_ text: String) -> Int? {
    // Nil says all that a caller needs.
    (try? Date(text, strategy: .iso8601)).map { Int($0.timeIntervalSince1970) }
  }
}
