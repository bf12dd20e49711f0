/// What the client library or the server reported. No case carries a value of a row: of the server's messages those are kept that cannot.
package struct MariaDBError: Error, Hashable, Sendable {
  package let code: Int
  /// Empty where the server's message could have a value in it.
  package let message: String
  /// The constraint that refused, where the server names one.
  package let constraint: String?

  /// Codes whose messages speak of names, settings, rights and connections.
  static let harmlessCodes: Set<Int> = [
    1040, 1044, 1045, 1047, 1049, 1053, 1054, 1064, 1130, 1142, 1143, 1146, 1193, 1205, 1213, 1227, 1267,
    1180, 1235, 1290, 1317, 1397, 1449, 1665, 1969, 1971,
    2002, 2003, 2004, 2005, 2006, 2013, 2026, 2027, 3024, 4174,
  ]

  /// Galera's words under a code that any error may have.
  private static let writeSetTooLarge = "Maximum writeset size exceeded"

  /// Tells if a transaction changed more than the cluster's nodes take at once.
  package var isTooLarge: Bool {
    message == Self.writeSetTooLarge || (code == 1180 && message.contains("wsrep_max_ws_rows"))
  }

  init(code: Int, message: String) {
    self.code = code
    let isHarmless = Self.harmlessCodes.contains(code) || message == Self.writeSetTooLarge
    self.message = isHarmless ? message : ""
    constraint = message.firstMatch(of: /CONSTRAINT `([^`]*)`/).map { String($0.1) }
  }
}
