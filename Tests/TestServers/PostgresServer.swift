import Foundation

/// A PostgreSQL server of Debian's package, on a socket in a folder of its own, for as long as the test process lives.
package final class PostgresServer: Sendable {
  package let folder: String
  private let options: [String]

  /// The server of this process; the first who asks starts it.
  package static let shared = Result { try PostgresServer() }

  /// - Parameter options: settings of the server's, each as `name=value`.
  package init(options: [String] = []) throws {
    self.options = options
    folder = try TestFolder.make("pg")
    let programs = try Self.programs()
    let cluster = folder + "/cluster"
    try TestFolder.run(
      [
        "\(programs)/initdb", "--pgdata", cluster, "--username=tester", "--auth=trust", "--encoding=UTF8",
        "--locale=C.UTF-8", "--no-sync",
      ],
      as: "postgres", in: folder)
    try start()
    TestFolder.atExit(pidFile: cluster + "/postmaster.pid", folder: folder)
  }

  /// As a child, and not by pg_ctl, whose server would inherit what this process waits for.
  private func start() throws {
    let programs = try Self.programs()
    try TestFolder.launch(
      [
        "\(programs)/postgres", "-D", folder + "/cluster", "-k", folder, "-c", "listen_addresses=", "-c",
        "max_connections=300",
        "-c", "max_wal_size=2GB",
      ] + options.flatMap { ["-c", $0] }, as: "postgres", log: folder + "/log")
    let port = options.first { $0.hasPrefix("port=") }?.dropFirst(5) ?? "5432"
    try TestFolder.wait(
      for: ["\(programs)/pg_isready", "--quiet", "--host", folder, "--port", String(port)],
      log: folder + "/log")
  }

  static func programs() throws -> String {
    let versions = "/usr/lib/postgresql"
    let newest = try FileManager.default.contentsOfDirectory(atPath: versions).compactMap { Int($0) }.max()
    guard let newest else {
      throw TestFolder.Failure(description: "no PostgreSQL in \(versions): run scripts/install-needs")
    }
    return "\(versions)/\(newest)/bin"
  }

  /// libpq's parameters for the superuser.
  package var parameters: [String: String] { ["host": folder, "user": "tester", "dbname": "postgres"] }

  /// Makes it what follows a primary and can only be read.
  package func becomeStandby() throws {
    TestFolder.kill(pidFile: folder + "/cluster/postmaster.pid", signal: SIGINT)
    try Data().write(to: URL(filePath: folder + "/cluster/standby.signal"))
    try start()
  }

  /// Writes a file that the server may read, and nobody else.
  package func write(_ text: String, to name: String) throws -> String {
    try TestFolder.write(text, to: "\(folder)/\(name)", for: "postgres")
  }

  /// Reads its configuration again, as `options` and files are now.
  package func restart() throws {
    TestFolder.kill(pidFile: folder + "/cluster/postmaster.pid", signal: SIGINT)
    try start()
  }

  /// Kills the server as a power cut would, and starts it again.
  package func crash() throws {
    TestFolder.kill(pidFile: folder + "/cluster/postmaster.pid")
    try start()
  }
}
