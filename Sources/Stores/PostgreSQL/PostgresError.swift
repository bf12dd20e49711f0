/// What libpq or the server reported. No case carries a value of a row: of the server's messages those are kept that cannot.
package enum PostgresError: Error, Hashable, Sendable {
  /// No connection, or none any more.
  case connection(cause: String)
  /// - Parameters:
  ///   - state: the five characters of SQLSTATE.
  ///   - message: empty where the server's could have a value in it.
  case server(state: String, message: String, constraint: String?)

  /// Classes of SQLSTATE whose messages speak of names, settings and resources, never of values.
  static let harmlessClasses: Set<String> = [
    "08", "0A", "25", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "58",
  ]
}
