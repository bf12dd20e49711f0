package import Transforms

/// A database server, and how to reach a database on it.
package struct ServerAddress: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case postgresql, mariadb
  }

  package let kind: Kind
  /// A name in the client library's own file of connections: PostgreSQL's service file, MariaDB's option groups.
  package let service: String?
  /// Where it may be, in the order in which they are tried; empty where the service or the client library knows.
  package let hosts: [Host]
  package let database: String?
  /// PostgreSQL's schema within the database.
  package let schema: String?
  package let user: String?
  /// Nil where the client's own password file, or the server's trust in the account, is enough.
  package let password: KeySource?
  /// Tells if the server must prove by its certificate who it is.
  package let isVerified: Bool
  /// A PEM file of the certificates that are trusted; the system's if it is not said.
  package let certificates: String?
  /// How long to wait for an application's lock.
  package let busySeconds: Double
  /// Tells if a batch is prepared before its intent is written, so that the server itself knows it after a crash.
  package let isTwoPhase: Bool

  /// One place where the server may be.
  package struct Host: Hashable, Sendable {
    /// A name, or the path of a socket: its folder for PostgreSQL, the socket itself for MariaDB. Nil for the client library's own default.
    package let name: String?
    package let port: Int?

    /// Tells if it is reached without a network.
    package var isLocal: Bool { name?.hasPrefix("/") ?? false }
  }
}
