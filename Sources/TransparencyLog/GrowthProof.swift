internal import TextEncodings

/// That a log is the beginning of a larger one, for a verifier who has the earlier checkpoint: what a C2SP tlog-witness is asked to
/// accept, the earlier size, the hashes, and the later checkpoint as a note.
public struct GrowthProof: Hashable, Sendable {
  public let consistency: ConsistencyProof
  /// The later checkpoint, signed, as it stands.
  public let note: String

  public init(consistency: ConsistencyProof, note: String) {
    self.consistency = consistency
    self.note = note
  }

  public var text: String {
    "old \(consistency.oldSize)\n" + consistency.hashes.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n"
      + note
  }
}
