package import TransparencyLog

/// Who outside sees the journal's checkpoints, and what follows when they have not.
package struct AnchorSettings: Hashable, Sendable {
  /// What a run does when fewer anchors are current than are required.
  package enum MissPolicy: String, Hashable, Sendable, CaseIterable {
    case warn, stop
  }

  package let anchors: [AnchorDefinition]
  /// How many of them must be current.
  package let required: Int
  /// An anchor is current while no entry is older than this, in seconds, without its having seen it.
  package let within: Int
  package let onMiss: MissPolicy
  /// How long an anchor may take to answer, in seconds.
  package let timeout: Double
}

/// One anchor.
package struct AnchorDefinition: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The system journal.
    case journald
    /// A time stamp authority (RFC 3161), and a PEM file of the certificates by which its answers are verified.
    case timeStamp(url: String, authorities: String)
    /// A witness (C2SP tlog-witness), by the prefix of its submissions.
    case witness(url: String, key: WitnessKey)
  }

  package let name: String
  package let kind: Kind
}
