public import Pseudonyms

/// A database server, and how to reach a database on it.
public struct ServerAddress: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case postgresql, mariadb
  }

  public let kind: Kind
  /// A name in the client library's own file of connections: PostgreSQL's service file, MariaDB's option groups.
  public let service: String?
  /// Where it may be, in the order in which they are tried; empty where the service or the client library knows.
  public let hosts: [Host]
  public let database: String?
  /// PostgreSQL's schema within the database.
  public let schema: String?
  public let user: String?
  /// Nil where the client's own password file, or the server's trust in the account, is enough.
  public let password: KeySource?
  /// Tells if the server must prove by its certificate who it is.
  public let isVerified: Bool
  /// A PEM file of the certificates that are trusted; the system's if it is not said.
  public let certificates: String?
  /// How long to wait for an application's lock.
  public let busySeconds: Double
  /// Tells if a batch is prepared before its intent is written, so that the server itself knows it after a crash.
  public let isTwoPhase: Bool

  /// One place where the server may be.
  public struct Host: Hashable, Sendable {
    /// A name, or the path of a socket: its folder for PostgreSQL, the socket itself for MariaDB. Nil for the client library's own default.
    public let name: String?
    public let port: Int?

    /// Tells if it is reached without a network.
    public var isLocal: Bool { name?.hasPrefix("/") ?? false }
  }
}
