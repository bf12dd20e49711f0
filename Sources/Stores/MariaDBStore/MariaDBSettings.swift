/// How batches are made on a MariaDB or MySQL server, wherever it is.
package struct MariaDBSettings: Hashable, Sendable {
  package let busySeconds: Double
  /// For plans and explanations, which must not be able to change anything.
  package let isReadOnly: Bool
  /// Tells if a batch is prepared before its intent is written.
  package let isTwoPhase: Bool
  /// The origin of the journal, which names the branches of ours.
  package let journal: String
  /// Tells if several servers are the store, the one that may be written to at a time.
  package let hasReplicas: Bool

  /// Where the administrator lets us write a beat, and the replicas that it is read on; nil for none.
  package var heartbeat: Heartbeat?

  package struct Heartbeat: Hashable, Sendable {
    package let table: String
    package let replicas: [Replica]

    package init(table: String, replicas: [Replica]) {
      self.table = table
      self.replicas = replicas
    }
  }

  /// One replica, reached with the account of the store.
  package struct Replica: Hashable, Sendable {
    /// A name, or the path of a socket.
    package let host: String
    package let port: Int?
    package let isVerified: Bool

    package init(host: String, port: Int?, isVerified: Bool) {
      self.host = host
      self.port = port
      self.isVerified = isVerified
    }

    var name: String { host + (port.map { ":\($0)" } ?? "") }
  }

  package init(
    busySeconds: Double, isReadOnly: Bool, isTwoPhase: Bool = false, journal: String,
    hasReplicas: Bool = false
  ) {
    self.hasReplicas = hasReplicas
    self.busySeconds = busySeconds
    self.isReadOnly = isReadOnly
    self.isTwoPhase = isTwoPhase
    self.journal = journal
  }
}
