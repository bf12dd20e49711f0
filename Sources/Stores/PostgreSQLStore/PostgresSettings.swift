/// How a PostgreSQL database is reached. Passwords are not among it: they come from a key file, a credential or the client's own password file.
package struct PostgresSettings: Hashable, Sendable {
  /// libpq's keywords and values: service, host, port, dbname, user, sslmode and so on.
  package let parameters: [String: String]
  /// The schema that the tables are in.
  package let schema: String
  package let busySeconds: Double

  package init(parameters: [String: String], schema: String = "public", busySeconds: Double) {
    self.parameters = parameters
    self.schema = schema
    self.busySeconds = busySeconds
  }
}
