import Foundation

/// A MariaDB server of Debian's package, on a socket in a folder of its own, for as long as the test process lives.
package final class MariaDBServer: Sendable {
  package let folder: String
  package var socket: String { folder + "/socket" }
  private let options: [String]

  /// The server of this process; the first who asks starts it.
  package static let shared = Result { try MariaDBServer() }

  /// - Parameter options: options of the server's, which replace those of the same name.
  package init(options: [String] = []) throws {
    self.options = options
    folder = try TestFolder.make("maria")
    try TestFolder.run(
      [
        "mariadb-install-db", "--no-defaults", "--datadir=\(folder)/data",
        "--auth-root-authentication-method=normal", "--skip-test-db",
      ], as: "mysql", in: folder)
    try start()
    TestFolder.atExit(pidFile: folder + "/pid", folder: folder)
  }

  private func start(_ more: [String] = []) throws {
    let options = options + more
    try TestFolder.launch(
      [
        // A server that starts removes what others left of tables in their common folder, also where they are still at work.
        "/usr/sbin/mariadbd", "--no-defaults", "--datadir=\(folder)/data", "--socket=\(socket)",
        "--tmpdir=\(folder)",
        "--pid-file=\(folder)/pid", "--max-connections=300", "--innodb-buffer-pool-size=128M",
        "--log-bin=\(folder)/data/binlog",
        "--binlog-format=ROW", "--sync-binlog=1", "--innodb-flush-log-at-trx-commit=1",
        "--character-set-server=utf8mb4",
      ] + (options.contains { $0.hasPrefix("--port") } ? [] : ["--skip-networking"]) + options, as: "mysql",
      log: folder + "/log")
    try TestFolder.wait(
      for: ["mariadb-admin", "--no-defaults", "--socket=\(socket)", "--user=root", "ping"],
      log: folder + "/log")
  }

  /// Writes a file that the server may read, and nobody else.
  package func write(_ text: String, to name: String) throws -> String {
    try TestFolder.write(text, to: "\(folder)/\(name)", for: "mysql")
  }

  /// Ends the server, and starts it again with more options.
  package func restart(options: [String]) throws {
    TestFolder.kill(pidFile: folder + "/pid", signal: SIGTERM)
    try start(options)
  }

  /// Kills the server as a power cut would, and starts it again.
  package func crash() throws {
    TestFolder.kill(pidFile: folder + "/pid", signal: SIGKILL)
    try start()
  }
}
