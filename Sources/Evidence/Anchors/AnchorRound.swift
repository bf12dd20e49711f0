package import AuditJournal
package import CivilTime
internal import TransparencyLog
internal import Words

/// One pass over the anchors. No transaction of the journal is open while somebody is waited for.
package struct AnchorRound {
  /// What became of one anchor.
  package enum Outcome: Sendable {
    /// It has seen a checkpoint of so many entries, and the journal has its receipt.
    case anchored(size: Int)
    /// It had seen everything.
    case current
    case failed(AnchorError)
  }

  private let anchors: [any Anchor]
  private let open: (AuditJournal.Access) throws -> AuditJournal
  private let clock: () -> Instant

  /// - Parameter open: opens the journal, anew each time.
  package init(
    anchors: [any Anchor], open: @escaping (AuditJournal.Access) throws -> AuditJournal,
    clock: @escaping () -> Instant
  ) {
    self.anchors = anchors
    self.open = open
    self.clock = clock
  }

  /// - Parameter age: leave an anchor alone whose oldest unseen entry is younger, in seconds.
  /// - Parameter evenIfCurrent: also asks an anchor that has seen every entry, to hear if it has seen others.
  /// - Throws: where the journal cannot be read or appended to. What an anchor does wrong is its outcome.
  package func run(olderThan age: Int = 0, evenIfCurrent: Bool = false) throws -> [(
    anchor: String, outcome: Outcome
  )] {
    try anchors.map { ($0.name, try offer(to: $0, olderThan: age, evenIfCurrent: evenIfCurrent)) }
  }

  private func offer(to anchor: any Anchor, olderThan age: Int, evenIfCurrent: Bool) throws -> Outcome {
    let journal = try open(.read)
    let standing = try journal.standing(of: anchor.name)
    let isDue = standing.unseenSince.map {
      journal.acceptedTime(for: clock()).secondsSinceEpoch - $0.secondsSinceEpoch >= age
    }
    guard evenIfCurrent || isDue == true else { return .current }
    let note = try journal.snapshot { try journal.note(ofSize: journal.size) }
    guard let note, let checkpoint = try? Checkpoint(text: SignedNote(note).text) else {
      throw JournalError.damaged("no checkpoint is there")
    }
    let offered = OfferedCheckpoint(
      checkpoint: checkpoint, note: note, seen: standing.last?.size ?? 0,
      growth: { try journal.growth(from: $0, to: checkpoint.size) })
    let receipt: AnchorReceipt
    do {
      receipt = try anchor.receipt(for: offered)
    } catch let error as AnchorError {
      return .failed(error)
    } catch let error as JournalError {
      throw error
    } catch let error as Stopped {
      // Whoever was asked did nothing wrong.
      throw error
    } catch {
      if let error = JournalError(of: error) { throw error }
      return .failed(.failed(cause: "\(error)"))
    }
    // A receipt for nothing but receipts would need another.
    guard standing.unseenSince != nil else { return .current }
    guard try open(.append).record(receipt, at: clock()) else {
      return .failed(
        .failed(cause: "it answered so late that \(AuditJournal.receiptDistance) entries had followed"))
    }
    return .anchored(size: checkpoint.size)
  }
}
