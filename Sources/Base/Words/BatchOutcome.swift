/// What became of a batch: as its run knows it, as its store tells it later, or as a person says it.
///
/// `word` is what entries of the journal, its table of batches and certificates say; each outcome has one, and it stays as it is because others read it.
package enum BatchOutcome: Hashable, Sendable {
  case committed
  /// The run rolled it back itself, for a reason that it knows.
  case rolledBack(reason: String)
  /// It was found out later that nothing of it was committed.
  case notCommitted
  /// The rows are in a state that neither explains, because somebody else changed them meanwhile. The batch stays open.
  case indeterminate(present: Int, changed: Int, absent: Int)

  /// Judges by what became of a batch's rows.
  ///
  /// - Parameters:
  ///   - changed: those of the present rows that look as the batch would have left them; nil for a batch that takes rows away.
  package init(listed: Int, present: Int, changed: Int?) {
    let absent = listed - present
    guard let changed else {
      // A transaction is atomic: of rows that are there in part, some came again or some left by another hand, and nobody can tell which.
      self =
        present == 0
        ? .committed
        : absent == 0 ? .notCommitted : .indeterminate(present: present, changed: 0, absent: absent)
      return
    }
    switch (absent, changed) {
    case (0, present): self = .committed
    case (0, 0): self = .notCommitted
    default: self = .indeterminate(present: present, changed: changed, absent: absent)
    }
  }

  /// Tells if the batch is open still: what its store has explains neither a commit nor that there was none.
  package var isOpen: Bool { if case .indeterminate = self { true } else { false } }

  /// Why the run rolled it back; nil if it did not.
  package var rollbackReason: String? { if case .rolledBack(let reason) = self { reason } else { nil } }

  package var word: String {
    switch self {
    case .committed: "committed"
    case .rolledBack: "rolled-back"
    case .notCommitted: "not-committed"
    case .indeterminate(let present, let changed, let absent):
      "indeterminate: \(present) present, \(changed) changed, \(absent) absent"
    }
  }

  /// Reads the word of an entry; nil for one that this program does not write.
  ///
  /// - Parameter reason: why it was rolled back.
  package init?(word: String, reason: String = "") {
    switch word {
    case "committed": self = .committed
    case "rolled-back": self = .rolledBack(reason: reason)
    case "not-committed": self = .notCommitted
    default:
      let counts = word.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).compactMap { Int($0) }
      guard counts.count == 3 else { return nil }
      self = .indeterminate(present: counts[0], changed: counts[1], absent: counts[2])
      guard self.word == word else { return nil }
    }
  }
}
