package import TransparencyLog
internal import Words

/// What verifying a journal found.
package struct VerificationResult: Sendable {
  package internal(set) var entries = 0
  package internal(set) var checkpoints = 0
  package internal(set) var batches = 0
  /// How many of the batches are of version 1, which does not say whom their rows were about.
  package internal(set) var batchesWithoutSubjects = 0
  /// Entries of kinds that this program does not know: they are signed like all, and what they say was not looked at.
  package internal(set) var unknownEntries = 0
  /// Records that committed batches touched.
  package internal(set) var rows = 0
  package internal(set) var openBatches = 0
  /// The keys that signed it, one after the other.
  package internal(set) var keys = 0
  /// The key whose turn it is at the end; nil if there was nothing to read.
  package internal(set) var currentKey: VerifierKey?
  package internal(set) var root = TreeHash.empty
  /// What its anchors have seen, by their names.
  package internal(set) var anchors: [String: VerifiedAnchor] = [:]
  /// What is wrong, the first first, up to a bound; empty if the journal is what it says.
  package internal(set) var findings: [String] = []

  package var isVerified: Bool { findings.isEmpty }
  package var rootText: String { Hexadecimal.encode(root.bytes) }
}
