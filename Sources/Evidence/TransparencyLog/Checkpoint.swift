internal import Words

/// A statement of a log's size and root: a C2SP tlog-checkpoint, to be signed as a note. We write no extension lines, and read them.
package struct Checkpoint: Hashable, Sendable {
  /// The log's name: a URL without its scheme.
  package let origin: String
  package let size: Int
  package let root: TreeHash
  /// The lines behind the root, which say nothing to us. They are signed with the rest.
  package let extensions: [String]

  /// More entries than any log has. A larger size is refused when it is read, so that nothing that counts with it overflows.
  package static let maximumSize = 1 << 48

  package init(origin: String, size: Int, root: TreeHash, extensions: [String] = []) {
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// The text that is signed: origin, size and root, a line each, and the extension lines.
  package var text: String {
    ([origin, "\(size)", Base64.encode(root.bytes)] + extensions).map { $0 + "\n" }.joined()
  }

  /// The whole note.
  package func signed(with keys: SigningKey...) throws -> String {
    try SignedNote(text: text, name: origin, keys: keys).description
  }

  /// Reads the text of a note.
  package init(text: String) throws(TransparencyLogError) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 4, lines.dropLast().allSatisfy({ !$0.isEmpty }), lines.last == "",
      let size = Int(lines[1]),
      (0...Self.maximumSize).contains(size),
      String(size) == lines[1],
      let root = Base64.decode(lines[2]).flatMap({ TreeHash($0) })
    else {
      throw .form(
        "a checkpoint begins with three lines: the log's name, its size (at most 2^48), its root")
    }
    self.init(origin: lines[0], size: size, root: root, extensions: Array(lines[3..<lines.count - 1]))
  }

  /// Reads a note of the log that a key belongs to, and verifies the key's signature.
  package init(note: String, verifier: VerifierKey) throws(TransparencyLogError) {
    let note = try SignedNote(note)
    try self.init(text: note.text)
    guard origin == verifier.name else { throw .form("a checkpoint of another journal: \(origin)") }
    guard note.isSigned(by: verifier) else {
      throw .signature("a checkpoint whose signature is not of this key")
    }
  }
}
