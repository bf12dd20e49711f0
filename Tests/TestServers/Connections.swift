package import MariaDB
package import PostgreSQL

extension PostgresServer {
  /// An application's connection, as the superuser.
  package func connect(_ more: [(String, String)] = []) throws -> PostgresConnection {
    try PostgresConnection(parameters: parameters.map { ($0.key, $0.value) } + more)
  }
}

extension MariaDBServer {
  /// Its superuser, by the socket.
  package func address(_ database: String) -> MariaDBAddress { Self.address(database, at: socket) }

  /// The superuser of the server of a socket.
  package static func address(_ database: String, at socket: String) -> MariaDBAddress {
    var address = MariaDBAddress(database: database)
    address.socket = socket
    address.user = "root"
    return address
  }

  /// An application's connection, as the superuser.
  package func connect(_ database: String = "mysql") throws -> MariaDBConnection {
    try MariaDBConnection(address(database))
  }
}
