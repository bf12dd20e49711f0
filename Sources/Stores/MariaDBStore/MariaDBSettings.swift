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
