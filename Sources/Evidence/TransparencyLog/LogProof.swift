internal import Words

/// Proves that an entry is in a log to a verifier who has nothing but the log's key: a C2SP tlog-proof.
package struct LogProof: Hashable, Sendable {
  /// What the application adds. No signature covers it.
  package let extra: [UInt8]?
  package let inclusion: InclusionProof
  /// The signed checkpoint, as it stands.
  package let note: String

  private static let header = "c2sp.org/tlog-proof@v1"

  package init(inclusion: InclusionProof, note: String, extra: [UInt8]? = nil) {
    self.inclusion = inclusion
    self.note = note
    self.extra = extra
  }

  /// The proof's text, as a `.tlog-proof` file has it.
  package var text: String {
    var lines = [Self.header]
    if let extra { lines.append("extra " + Base64.encode(extra)) }
    lines.append("index \(inclusion.index)")
    lines += inclusion.hashes.map { Base64.encode($0.bytes) }
    return lines.map { $0 + "\n" }.joined() + "\n" + note
  }

  /// Reads a proof's text, strictly: what is written again is the same text.
  package init(_ text: String) throws(TransparencyLogError) {
    let malformed = TransparencyLogError.form("no proof of the form \(Self.header)")
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard lines.popFirst().map(String.init) == Self.header, var line = lines.popFirst() else {
      throw malformed
    }
    var extra: [UInt8]?
    if line.hasPrefix("extra ") {
      extra = Base64.decode(String(line.dropFirst(6)))
      guard extra != nil, let next = lines.popFirst() else { throw malformed }
      line = next
    }
    guard line.hasPrefix("index "), let index = Int(line.dropFirst(6)), "index \(index)" == line else {
      throw malformed
    }
    var hashes: [TreeHash] = []
    while let line = lines.popFirst(), !line.isEmpty {
      guard let hash = Base64.decode(String(line)).flatMap({ TreeHash($0) }) else { throw malformed }
      hashes.append(hash)
    }
    note = lines.joined(separator: "\n")
    self.extra = extra
    let checkpoint = try Checkpoint(text: try SignedNote(note).text)
    inclusion = InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
  }

  /// Verifies that an entry of these bytes is in the log that a key signed for.
  ///
  /// - Returns: the checkpoint that it is under.
  package func verify(entry: [UInt8], verifier: VerifierKey) throws(TransparencyLogError) -> Checkpoint {
    let checkpoint = try Checkpoint(note: note, verifier: verifier)
    guard try inclusion.root(leaf: .leaf(entry)) == checkpoint.root else {
      throw .proof("the proof does not lead to the checkpoint's root: this is not the entry that was signed")
    }
    return checkpoint
  }
}
