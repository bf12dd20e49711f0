import Foundation

/// A PostgreSQL primary and its synchronous standby, on sockets in a folder of their own, for as long as the test process lives.
package final class PostgresPair: Sendable {
  package let folder: String

  /// The folders of the sockets, which are libpq's hosts.
  package var primary: String { folder + "/one" }
  package var standby: String { folder + "/two" }

  package init() throws {
    folder = try TestFolder.make("pair")
    let programs = try PostgresServer.programs()
    try TestFolder.run(
      [
        "\(programs)/initdb", "--pgdata", folder + "/one/cluster", "--username=tester", "--auth=trust",
        "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
      ], as: "postgres", in: folder)
    TestFolder.atExit(
      pidFiles: ["one", "two"].map { "\(folder)/\($0)/cluster/postmaster.pid" }, folder: folder)
    try start(primary, ["-c", "synchronous_standby_names=*"])
    try TestFolder.run(
      [
        "\(programs)/pg_basebackup", "--host", primary, "--username=tester", "--pgdata",
        folder + "/two/cluster", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
      ], as: "postgres", in: folder)
    try start(standby)
  }

  private func start(_ place: String, _ options: [String] = []) throws {
    let programs = try PostgresServer.programs()
    try TestFolder.launch(
      ["\(programs)/postgres", "-D", place + "/cluster", "-k", place, "-c", "listen_addresses="] + options,
      as: "postgres", log: place + ".log")
    try TestFolder.wait(for: ["\(programs)/pg_isready", "--quiet", "--host", place], log: place + ".log")
  }

  /// Kills the primary with all its processes, as a power cut would.
  package func killPrimary() { TestFolder.killAll(pidFile: primary + "/cluster/postmaster.pid") }

  /// Makes the standby the primary.
  package func promote() throws {
    let programs = try PostgresServer.programs()
    try TestFolder.run(
      [
        "\(programs)/psql", "--no-psqlrc", "--host", standby, "--username=tester", "--dbname=postgres",
        "--command=SELECT pg_promote(true, 30)",
      ], as: "postgres", in: folder)
  }

  /// Stops the standby where it is, and lets it go on.
  package func freezeStandby(_ isFrozen: Bool) {
    TestFolder.signalAll(pidFile: standby + "/cluster/postmaster.pid", isFrozen ? SIGSTOP : SIGCONT)
  }

  /// libpq's parameters for the superuser, on either.
  package func parameters(_ host: String) -> [String: String] {
    ["host": host, "user": "tester", "dbname": "postgres"]
  }
}
