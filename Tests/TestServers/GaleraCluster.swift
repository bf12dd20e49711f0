import Foundation
import Synchronization

/// A Galera cluster of three MariaDB servers of Debian's packages, on loopback, for as long as the test process lives.
///
/// Each node has a socket of its own for clients; among themselves the nodes speak TCP, on ports that were free a moment before.
package final class GaleraCluster: Sendable {
  package let folder: String
  private let ports: [Ports]

  private struct Ports {
    let group: UInt16
    let increments: UInt16
    let copies: UInt16
  }

  /// The cluster of this process; the first who asks starts it.
  package static let shared = Result { try GaleraCluster() }

  package static let nodes = 0..<3

  /// One test at a time has it, since some kill nodes.
  private static let turn = Mutex<Void>(())

  package static func use<Result>(_ body: (GaleraCluster) throws -> Result) throws -> Result {
    try turn.withLock { _ in try body(shared.get()) }
  }

  package func socket(_ node: Int) -> String { "\(folder)/node\(node)/socket" }
  private func data(_ node: Int) -> String { "\(folder)/node\(node)/data" }
  private func pidFile(_ node: Int) -> String { "\(folder)/node\(node)/pid" }
  private func log(_ node: Int) -> String { "\(folder)/log\(node)" }

  package init() throws {
    folder = try TestFolder.make("galera")
    let free = try Self.freePorts(9)
    ports = Self.nodes.map {
      Ports(group: free[$0 * 3], increments: free[$0 * 3 + 1], copies: free[$0 * 3 + 2])
    }
    try TestFolder.run(
      [
        "mariadb-install-db", "--no-defaults", "--datadir=\(folder)/made",
        "--auth-root-authentication-method=normal", "--skip-test-db",
      ], as: "mysql", in: folder)
    for node in Self.nodes {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/node\(node)", withIntermediateDirectories: true)
      // A node without data of its own is sent them by another.
      if node == 0 {
        try FileManager.default.moveItem(atPath: folder + "/made", toPath: data(0))
      } else {
        try FileManager.default.createDirectory(atPath: data(node), withIntermediateDirectories: true)
      }
    }
    try TestFolder.run(["true"], as: "mysql", in: folder)
    TestFolder.atExit(pidFiles: Self.nodes.map(pidFile), folder: folder)
    try launch(0, isFirst: true)
    try wait(for: 0)
    for node in 1..<3 { try launch(node) }
    for node in 1..<3 { try wait(for: node) }
  }

  private func launch(_ node: Int, isFirst: Bool = false) throws {
    let own = ports[node]
    let members = ports.map { "127.0.0.1:\($0.group)" }.joined(separator: ",")
    // What is gone is missed soon: a test has no time for the seconds that a network deserves.
    let provider = [
      "base_port=\(own.group)", "gmcast.listen_addr=tcp://127.0.0.1:\(own.group)",
      "ist.recv_addr=127.0.0.1:\(own.increments)", "gcache.size=16M", "evs.keepalive_period=PT0.5S",
      "evs.inactive_check_period=PT0.25S", "evs.suspect_timeout=PT1.5S", "evs.inactive_timeout=PT3S",
      "evs.install_timeout=PT3S",
    ]
    try TestFolder.launch(
      [
        "/usr/sbin/mariadbd", "--no-defaults", "--datadir=\(data(node))", "--socket=\(socket(node))",
        "--tmpdir=\(folder)/node\(node)",
        "--pid-file=\(pidFile(node))", "--skip-networking", "--max-connections=100",
        // Nodes are killed, and the machine is not: what they wrote is there without waiting for a disk.
        "--innodb-flush-method=nosync", "--sync-frm=OFF", "--innodb-buffer-pool-size=48M",
        "--innodb-log-file-size=16M", "--binlog-format=ROW",
        "--innodb-autoinc-lock-mode=2", "--innodb-flush-log-at-trx-commit=1",
        "--character-set-server=utf8mb4",
        "--wsrep-on=ON", "--wsrep-provider=/usr/lib/galera/libgalera_smm.so",
        "--wsrep-cluster-name=\(folder)",
        "--wsrep-cluster-address=gcomm://\(members)", "--wsrep-node-name=node\(node)",
        "--wsrep-node-address=127.0.0.1:\(own.group)", "--wsrep-sst-method=rsync",
        "--wsrep-sst-receive-address=127.0.0.1:\(own.copies)",
        "--wsrep-provider-options=\(provider.joined(separator: ";"))",
      ] + (isFirst ? ["--wsrep-new-cluster"] : []), as: "mysql", log: log(node))
  }

  /// Waits until a node is in step with the others.
  package func wait(for node: Int) throws {
    try TestFolder.wait(
      for: [
        "sh", "-c",
        "mariadb --no-defaults --socket=\(socket(node)) --user=root --batch --execute=\"SHOW STATUS LIKE 'wsrep_local_state_comment'\" | grep -q Synced",
      ], log: log(node))
  }

  /// Kills a node as a power cut would.
  package func kill(_ node: Int) { TestFolder.kill(pidFile: pidFile(node), signal: SIGKILL) }

  /// Starts a node that was killed, and waits until it has what it missed.
  package func start(_ node: Int) throws {
    try launch(node)
    try wait(for: node)
  }

  /// Stops a node's process where it is: its connections stay, and nothing answers on them.
  package func freeze(_ node: Int) { TestFolder.signal(pidFile: pidFile(node), SIGSTOP) }

  /// Lets it go on, and waits until it is back among the others.
  package func thaw(_ node: Int) throws {
    TestFolder.signal(pidFile: pidFile(node), SIGCONT)
    // It takes a moment to notice what it has missed.
    for _ in 0..<20 where (try? wait(for: node)) == nil { usleep(500_000) }
    usleep(1_500_000)
    try wait(for: node)
  }

  /// Ports of loopback that nobody has at the moment.
  package static func freePorts(_ count: Int) throws -> [UInt16] {
    var sockets: [Int32] = []
    defer { for socket in sockets { close(socket) } }
    return try (0..<count).map { _ in
      let descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      sockets.append(descriptor)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
          unsafe bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
        }
      }
      guard isBound else { throw TestFolder.Failure(description: "no port of loopback is free") }
      return UInt16(bigEndian: address.sin_port)
    }
  }
}
