import HostileInputs
import Testing
import Words

@testable import TransparencyLog

/// A trap ends the whole test process, so that what these promise is already kept by coming to their end.
@Suite struct HostileTextTests {
  private static let root = Base64.encode(TreeHash.empty.bytes)

  @Test(
    "A checkpoint of a size that no log has is refused, and one of the largest that is taken can be counted with"
  )
  func sizes() throws {
    for number in HostileInputs.numbers
    where Int(number).map({ !(0...Checkpoint.maximumSize).contains($0) }) ?? true {
      #expect(throws: TransparencyLogError.self, "\(number)") {
        try Checkpoint(text: "log.example\n\(number)\n\(Self.root)\n")
      }
    }
    let size = try Checkpoint(text: "log.example\n\(Checkpoint.maximumSize)\n\(Self.root)\n").size
    for kind in [Tile.Kind.entries] + (0..<Tile.levelCount(size: size)).map({ .hashes(level: $0) }) {
      for index in [0, 1, size / 256, size, Int.max, Int.max / 256, -1, Int.min] {
        #expect((0...256).contains(Tile.width(of: kind, index: index, size: size)))
      }
    }
    let some = TreeHash.leaf([1])
    let proof = try InclusionProof(of: size - 1, size: size) { _, _ in some }
    _ = try proof.root(leaf: some)
    _ = try ConsistencyProof(from: size - 1, to: size) { _, _ in some }
  }

  @Test("No text, however it is garbled, makes a reader of the log's formats trap")
  func texts() throws {
    let key = try SigningKey(seed: Array(1...32))
    let checkpoint = Checkpoint(origin: "log.example", size: 70, root: .leaf([1]))
    let note = try checkpoint.signed(with: key)
    let proof = LogProof(
      inclusion: InclusionProof(index: 3, size: 70, hashes: Array(repeating: .leaf([2]), count: 7)),
      note: note,
      extra: [1, 2, 3])
    let verifier = key.verifier(of: "log.example")
    let good = [note, proof.text, verifier.text, checkpoint.text, Base64.encode(Array(0...200)), "00ff"]
    for (index, text) in good.enumerated() {
      for bytes in HostileInputs.plain
        + Array(
          HostileInputs.mutations(of: Array(text.utf8), count: 500, seed: UInt64(index)))
      {
        let text = String(decoding: bytes, as: UTF8.self)
        _ = try? Checkpoint(text: text)
        _ = try? Checkpoint(note: text, verifier: verifier)
        _ = (try? SignedNote(text))?.isSigned(by: verifier)
        _ = try? LogProof(text).verify(entry: [1], verifier: verifier)
        _ = try? VerifierKey(text)
        _ = try? WitnessKey(text)
        _ = Base64.decode(text)
        _ = Hexadecimal.decode(text)
      }
    }
  }

  @Test("A proof with any numbers and any hashes is refused or leads to some root")
  func proofs() {
    let numbers = [0, 1, 2, 3, 70, Int.max, Int.max - 1, 1 << 62, -1, Int.min]
    for first in numbers {
      for second in numbers {
        for count in [0, 1, 7, 62, 63, 64, 100] {
          let hashes = [TreeHash](repeating: .leaf([1]), count: count)
          _ = try? InclusionProof(index: first, size: second, hashes: hashes).root(leaf: .empty)
          try? ConsistencyProof(oldSize: first, newSize: second, hashes: hashes).verify(
            old: .empty, new: .empty)
        }
      }
    }
  }
}
