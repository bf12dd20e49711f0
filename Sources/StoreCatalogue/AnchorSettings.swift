public import TransparencyLog

/// Who outside sees the journal's checkpoints, and what follows when they have not.
public struct AnchorSettings: Hashable, Sendable {
  /// What a run does when fewer anchors are current than are required.
  public enum MissPolicy: String, Hashable, Sendable, CaseIterable {
    case warn, stop
  }

  public let anchors: [AnchorDefinition]
  /// So many of them must be current.
  public let required: Int
  /// An anchor is current while no entry is older than this, in seconds, without its having seen it.
  public let within: Int
  public let onMiss: MissPolicy
  /// How long an anchor may take to answer, in seconds.
  public let timeout: Double
}

/// One anchor.
public struct AnchorDefinition: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The system journal.
    case journald
    /// A time stamp authority (RFC 3161), and a PEM file of the certificates by which its answers are verified.
    case timeStamp(url: String, authorities: String)
    /// A witness (C2SP tlog-witness), by the prefix of its submissions.
    case witness(url: String, key: WitnessKey)
  }

  public let name: String
  public let kind: Kind
}
