/// What a column says of an event, before any database's way of writing it.
enum EventValue: Hashable {
  /// Null.
  case null
  /// Text without a character.
  case empty
  /// What the application writes where it has no date: 0, or the first day of 1970.
  case never
  case day(Day)
  /// Seconds since the epoch.
  case instant(Int)
  /// Something is written that is no date: what, as a day in the column's own form would be.
  case unreadable(Unreadable)

  enum Unreadable: Hashable {
    /// 0000-00-00, the zero date of some databases.
    case zero
    /// A day that its month does not have.
    case impossible(year: Int, month: Int, day: Int)
    case words(String)
  }

  var isMissing: Bool { self == .null || self == .empty || self == .never }
}
