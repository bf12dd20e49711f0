import Testing
import Words

@testable import TransparencyLog

/// What C2SP signed-note and tlog-checkpoint let others write, and what they forbid.
@Suite struct NoteFormTests {
  private let key: SigningKey
  private let verifier: VerifierKey
  private let checkpoint = Checkpoint(origin: "log.example", size: 70, root: .leaf([1]))

  init() throws {
    key = try SigningKey(seed: Array(1...32))
    verifier = key.verifier(of: "log.example")
  }

  private func line(_ name: String, _ bytes: [UInt8]) -> String {
    "\u{2014} \(name) \(Base64.encode(bytes))\n"
  }

  @Test(
    "Signatures of unknown keys are ignored, wherever they stand, of whatever kind, and at least 16 of them")
  func unknown() throws {
    let note = try checkpoint.signed(with: key)
    let (text, own) = (checkpoint.text + "\n", String(note.split(separator: "\n").last ?? "") + "\n")
    let other = try SigningKey(seed: Array(2...33))
    let known = try SignedNote(text: checkpoint.text, name: "log.example", keys: [other]).signatures[0]
    let strangers = [
      line("witness.example/w", Array(0...75)), line("log.example", Array(0...71)),
      line("log.example", Array(1...5)),
      // The id of our key under another name, and another key of our name.
      line("other.example", verifier.keyID + Array(0...63)), line("log.example", known.keyID + known.bytes),
      line("post.example", [UInt8](repeating: 7, count: 4 + 4_700)),
    ]
    for stranger in strangers {
      for mixed in [text + stranger + own, text + own + stranger] {
        #expect(try Checkpoint(note: mixed, verifier: verifier) == checkpoint, "\(mixed)")
      }
      #expect(throws: TransparencyLogError.self) { try Checkpoint(note: text + stranger, verifier: verifier) }
    }
    let many = text + strangers.joined() + String(repeating: strangers[0], count: 16) + own
    #expect(try Checkpoint(note: many, verifier: verifier) == checkpoint)
  }

  @Test("Extension lines are read, signed with the rest, and never empty")
  func extensions() throws {
    for extensions in [["one"], ["one", "two words", "\u{2014} three"], ["4"]] {
      let extended = Checkpoint(origin: "log.example", size: 70, root: .leaf([1]), extensions: extensions)
      let note = try extended.signed(with: key)
      #expect(try Checkpoint(note: note, verifier: verifier) == extended)
      #expect(throws: TransparencyLogError.self) {
        try Checkpoint(note: note.replacing(extensions[0], with: "others"), verifier: verifier)
      }
    }
    #expect(throws: TransparencyLogError.self) { try Checkpoint(text: checkpoint.text + "\n") }
    #expect(throws: TransparencyLogError.self) { try Checkpoint(text: checkpoint.text + "\none\n") }
  }

  @Test("A note that is too large, has too many signatures, control characters or no name is refused")
  func bounds() throws {
    let note = try checkpoint.signed(with: key)
    let stranger = line("witness.example/w", Array(0...75))
    for (name, wrong) in [
      ("too many", note + String(repeating: stranger, count: SignedNote.maximumSignatures)),
      ("too large", "log.example\n" + String(repeating: "x", count: SignedNote.maximumSize) + "\n" + note),
      ("a carriage return", note.replacing("log.example\n70", with: "log.example\r\n70")),
      ("an escape", note.replacing("log.example\n70", with: "log.example\u{1B}\n70")),
      ("a plus in a name", note + line("a+b", Array(0...75))),
      ("a space in a name", note + line("a\u{A0}b", Array(0...75))),
      ("no name", note + line("", Array(0...75))), ("no signature", note + line("a", [1, 2, 3, 4])),
    ] {
      #expect(throws: TransparencyLogError.self, "\(name)") { try SignedNote(wrong) }
    }
  }
}
