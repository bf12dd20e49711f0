package import CivilTime
internal import JSONText

/// How far somebody outside has seen the journal.
package struct AnchorStanding: Sendable {
  /// The last receipt: the entries that its checkpoint has, and when it came; nil if there is none.
  package let last: (size: Int, time: Instant)?
  /// The time of the oldest entry that the anchor has not seen. Receipts do not count: each would need another for itself.
  package let unseenSince: Instant?
}

extension AuditJournal {
  /// A receipt follows its checkpoint within so many entries, so that verifying need not keep every checkpoint.
  package static let receiptDistance = 4_096

  /// Appends what an anchor gave back.
  ///
  /// - Returns: false if so many entries came meanwhile that the receipt is worth nothing any more.
  package func record(_ receipt: AnchorReceipt, at time: Instant) throws -> Bool {
    try write(at: time) {
      guard size - receipt.size <= Self.receiptDistance else { return false }
      let entries = try appendInTransaction([.anchorReceipt(receipt)], at: time)
      try setState(Self.anchorState(receipt.anchor), entries.lowerBound)
      return true
    }
  }

  /// The last receipt of an anchor; nil if there is none.
  package func lastReceipt(of anchor: String) throws -> (receipt: AnchorReceipt, time: Instant)? {
    guard let index = try state(Self.anchorState(anchor)) else { return nil }
    let entry = try entry(at: index)
    guard entry.type == .anchorReceipt,
      let receipt = AnchorReceipt({ entry.data[$0]?.stringValue }, { entry.data[$0]?.integerValue }),
      receipt.anchor == anchor
    else { throw JournalError.damaged("entry \(index) is no receipt of the anchor \(anchor)") }
    return (receipt, entry.time)
  }

  package func standing(of anchor: String) throws -> AnchorStanding {
    let last = try lastReceipt(of: anchor)
    var index = last?.receipt.size ?? 0
    while index < size {
      let entry = try entry(at: index)
      if entry.type != .anchorReceipt {
        return AnchorStanding(
          last: last.map { ($0.receipt.size, $0.time) }, unseenSince: try knownTime(of: entry))
      }
      index += 1
    }
    return AnchorStanding(last: last.map { ($0.receipt.size, $0.time) }, unseenSince: nil)
  }

  static func anchorState(_ anchor: String) -> String { "anchor|" + anchor }
}
