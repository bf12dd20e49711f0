internal import ArgumentParser
internal import CivilTime

/// A time to come on the command line: how long from now, or when by the clocks of the rules' zone.
struct MomentArgument: ExpressibleByArgument {
  private enum Form {
    case duration(days: Int, seconds: Int)
    /// What clocks show, as the instant at which those of UTC show it.
    case wall(Instant)
    case instant(Instant)
  }

  private let form: Form

  /// Longer than anybody means.
  private static let mostDays = 3_660

  init?(argument: String) {
    if let instant = Instant(iso8601: argument) {
      form = .instant(instant)
    } else if let period = try? Period(iso8601: argument) {
      let days = period.weeks * 7 + period.days
      guard period.years == 0, period.months == 0, days <= Self.mostDays,
        period.elapsedSeconds <= Self.mostDays * 86_400
      else { return nil }
      form = .duration(days: days, seconds: period.elapsedSeconds)
    } else if let wall = Self.wall(argument) {
      form = .wall(wall)
    } else {
      return nil
    }
  }

  /// Reads `2026-12-01 06:00`, with seconds or without.
  private static func wall(_ text: String) -> Instant? {
    let parts = text.replacing("T", with: " ").split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let time = parts[1].utf8.count == 5 ? "\(parts[1]):00" : String(parts[1])
    return Instant(iso8601: "\(parts[0])T\(time)Z")
  }

  /// The moment that is meant, by the later reading of a time that clocks show twice.
  func moment(after now: Instant, in zone: TimeZone) -> Instant {
    switch form {
    case .instant(let instant): instant
    case .wall(let wall): zone.laterReading(of: wall)
    case .duration(let days, let seconds):
      Instant(secondsSinceEpoch: now.secondsSinceEpoch + days * 86_400 + seconds)
    }
  }
}
