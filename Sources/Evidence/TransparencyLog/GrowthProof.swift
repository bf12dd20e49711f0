internal import Words

/// Proves that a log is the beginning of a larger one to a verifier who has the earlier checkpoint: what a C2SP tlog-witness is asked to
/// accept, the earlier size, the hashes, and the later checkpoint as a note.
package struct GrowthProof: Hashable, Sendable {
  package let consistency: ConsistencyProof
  /// The later checkpoint, signed, as it stands.
  package let note: String

  package init(consistency: ConsistencyProof, note: String) {
    self.consistency = consistency
    self.note = note
  }

  package var text: String {
    "old \(consistency.oldSize)\n" + consistency.hashes.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n"
      + note
  }
}
