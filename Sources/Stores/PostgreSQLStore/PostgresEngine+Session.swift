internal import ServerStores

/// The settings of a connection that decide what a statement means, and how the server writes what it answers.
///
/// A database or a role may have others from the beginning, and functions of the schema that a statement runs (of a constraint, a generated column, a
/// default, an index) may set others at any time. So they are set for each transaction, and compared when it has changed what it should.
extension PostgresEngine {
  /// Nothing of the schema's is found by its name alone: whatever of it is meant is written with its schema.
  static let searchPath = "pg_catalog, pg_temp"

  private static let values: [(name: String, value: String)] = [
    ("TimeZone", "'UTC'"), ("DateStyle", "'ISO, YMD'"), ("IntervalStyle", "'iso_8601'"),
    ("bytea_output", "'hex'"), ("extra_float_digits", "1"), ("standard_conforming_strings", "on"),
    ("array_nulls", "on"), ("quote_all_identifiers", "off"), ("transform_null_equals", "off"),
    // Rows that a policy hides are an error and not a silence.
    ("row_security", "off"), ("default_transaction_isolation", "'read committed'"),
    ("search_path", searchPath),
  ]

  /// - Parameter command: `SET`, or `SET LOCAL` for the open transaction alone.
  static func sessionScript(_ command: String, _ settings: PostgresSettings) -> String {
    let all = values + [("lock_timeout", String(Int(settings.busySeconds * 1_000)))]
    return all.map { "\(command) \($0.name) = \($0.value)" }.joined(separator: "; ")
  }

  /// One text of them all, with what decides whose rights and which triggers count, and without a name that a schema could put something else in place of.
  static let shownSession: String = {
    let names = values.map(\.name) + ["session_replication_role", "role"]
    let shown = names.map { "pg_catalog.current_setting('\($0)')" }
    return "pg_catalog.concat_ws('|', \(shown.joined(separator: ", ")))"
  }()

  static let changedSession = ServerError.other(
    code: "settings",
    message:
      "a function that the change ran set search_path, a format, a time zone or the role for the whole session: let it do so for itself alone (ALTER FUNCTION … SET), or remove it from the constraint, default or index that calls it"
  )
}
