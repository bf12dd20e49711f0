/// Why a time zone cannot be used; every case has the zone's name.
package enum TimeZoneError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Empty, or with characters or parts that no name of the database has, such as `..` or a leading `/`.
  case notAName(String)
  case unknown(String)
  /// The system's reason, such as a missing permission.
  case unreadable(String, cause: String)
  /// Not the TZif file that RFC 9636 describes.
  case damaged(String, cause: String)
  /// From the `right/` part of the database, whose seconds are not those of POSIX time.
  case leapSeconds(String)

  /// What is wrong, and what would be right.
  package var description: String { cause + ": " + remedy }

  /// What is wrong.
  package var cause: String {
    switch self {
    case .notAName(let name): "\"\(name)\" is not a time zone's name"
    case .unknown(let name): "there is no time zone \"\(name)\" in the system's database"
    case .unreadable(let name, let cause): "the file of time zone \"\(name)\" cannot be read (\(cause))"
    case .damaged(let name, let cause): "the file of time zone \"\(name)\" is damaged (\(cause))"
    case .leapSeconds(let name):
      "time zone \"\(name)\" counts leap seconds, which the system's clock does not"
    }
  }

  /// What would be right.
  package var remedy: String {
    switch self {
    case .notAName: "write a name of the database, such as Europe/Paris or UTC"
    case .unknown:
      "write a name of the database, such as Europe/Paris or UTC, and see that the package tzdata"
        + " is installed"
    case .unreadable: "give the service permission to read /usr/share/zoneinfo"
    case .damaged: "install the package tzdata again"
    case .leapSeconds: "write the name without \"right/\", such as Europe/Paris"
    }
  }
}
