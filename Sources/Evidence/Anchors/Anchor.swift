package import AuditJournal
package import TransparencyLog

/// Somebody outside who sees checkpoints: whoever asks it finds a journal that was cut shorter than that, or written anew.
package protocol Anchor {
  var name: String { get }

  /// Hands a checkpoint over, and waits for the answer. Blocks.
  ///
  /// - Returns: what came back, verified.
  func receipt(for checkpoint: OfferedCheckpoint) throws -> AnchorReceipt
}

/// A signed checkpoint, and how to prove that it continues what somebody has seen before.
package struct OfferedCheckpoint {
  package var size: Int { checkpoint.size }

  package let checkpoint: Checkpoint
  /// The whole note, with the journal's signatures.
  package let note: String
  /// The size that the anchor's last receipt was for; 0 if it has none.
  package let seen: Int
  /// Proves that this checkpoint continues the one of an earlier size.
  let growth: (_ from: Int) throws -> GrowthProof
}

/// Why an anchor gave no receipt.
package enum AnchorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It cannot be reached, or does not answer as its protocol has it.
  case failed(cause: String)
  /// It has seen another journal under this name: this one was cut short, restored from a copy, or written anew.
  case diverged(cause: String)

  package var description: String {
    switch self {
    case .failed(let cause): cause
    case .diverged(let cause):
      "\(cause): this journal was restored from an old copy, or somebody wrote it anew; find out which before anything is purged"
    }
  }
}
