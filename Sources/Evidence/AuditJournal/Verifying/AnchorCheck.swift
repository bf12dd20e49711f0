internal import Crypto
internal import TransparencyLog

/// What verifying found of one anchor's receipts.
package struct VerifiedAnchor: Sendable {
  package let kind: AnchorReceipt.Kind
  package fileprivate(set) var receipts = 0
  /// The entries of the last checkpoint that it has a receipt for.
  package fileprivate(set) var size = 0
  /// The entry that has the last receipt.
  package fileprivate(set) var entry = 0
  /// The witness's key, to be compared with the one that it publishes.
  package fileprivate(set) var key: String?
  /// The time that the last receipt gives, in seconds since 1970; nil where receipts give none or were not verified.
  package fileprivate(set) var time: Int?
}

/// Verifies a time stamp response over a SHA-256.
///
/// - Returns: its time, in seconds since 1970.
package typealias TimeStampCheck = (_ response: [UInt8], _ digest: [UInt8]) throws -> Int

/// Compares the receipts in a journal with the checkpoints that they are about.
struct AnchorCheck {
  /// Nil where nobody said which authorities are trusted: time stamps are counted then, and not verified.
  let timeStamps: TimeStampCheck?
  var times = AnchorTimes()
  /// The checkpoints of the last entries, each where its size leads, as long as receipts may speak of them.
  private var checkpoints: [(size: Int, note: String)?]
  private(set) var anchors: [String: VerifiedAnchor] = [:]

  init(timeStamps: TimeStampCheck?) {
    self.timeStamps = timeStamps
    checkpoints = Array(repeating: nil, count: AuditJournal.receiptDistance + 1)
  }

  mutating func add(note: String, of size: Int) {
    checkpoints[size % checkpoints.count] = (size, note)
  }

  /// Tells if a checkpoint of the last entries had this size and root.
  func hasCheckpoint(ofSize size: Int, root: TreeHash, before entry: Int) -> Bool {
    guard (0...entry).contains(size), let checkpoint = checkpoints[size % checkpoints.count],
      checkpoint.size == size, let note = try? SignedNote(checkpoint.note)
    else { return false }
    return (try? Checkpoint(text: note.text))?.root == root
  }

  /// - Returns: what is wrong with a receipt; nil if nothing is.
  mutating func problem(of receipt: AnchorReceipt, at entry: Int) -> String? {
    guard receipt.size >= 0, entry - receipt.size <= AuditJournal.receiptDistance, receipt.size <= entry,
      let checkpoint = checkpoints[receipt.size % checkpoints.count], checkpoint.size == receipt.size,
      let note = try? SignedNote(checkpoint.note),
      (try? Checkpoint(text: note.text))?.root == receipt.root
    else { return "is a receipt for no checkpoint before it" }
    var anchor = anchors[receipt.anchor] ?? VerifiedAnchor(kind: receipt.kind)
    if anchor.kind != receipt.kind { anchor = VerifiedAnchor(kind: receipt.kind) }
    guard receipt.size >= anchor.size else {
      return "is a receipt for a checkpoint before the last that had one"
    }
    anchor.receipts += 1
    anchor.size = receipt.size
    anchor.entry = entry
    anchor.key = receipt.key
    anchor.time = nil
    defer {
      anchors[receipt.anchor] = anchor
      times.add(receiptOf: receipt.anchor, size: receipt.size, at: entry, time: anchor.time)
    }
    switch receipt.kind {
    case .journald: return nil
    case .witness:
      anchor.time = Self.time(ofWitness: receipt, under: note)
      return anchor.time == nil ? "has no signature of its witness under the checkpoint" : nil
    case .timeStamp:
      guard let timeStamps else { return nil }
      do {
        anchor.time = try timeStamps(receipt.receipt, Array(SHA256.hash(data: Array(checkpoint.note.utf8))))
        return nil
      } catch {
        return "has a time stamp that does not verify: \(error)"
      }
    }
  }

  private static func time(ofWitness receipt: AnchorReceipt, under note: SignedNote) -> Int? {
    guard let key = receipt.key.flatMap({ try? WitnessKey($0) }),
      let cosigned = try? SignedNote(note.text + "\n" + String(decoding: receipt.receipt, as: UTF8.self))
    else { return nil }
    return key.cosigned(cosigned)
  }
}
