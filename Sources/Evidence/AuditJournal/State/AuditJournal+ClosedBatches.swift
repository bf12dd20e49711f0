internal import JSONText
internal import SQLite
internal import TransparencyLog
internal import Words

extension AuditJournal {
  /// Compares all batches of the file, and what became of them, with the entries.
  ///
  /// A batch that was taken out of the table would be one that nobody finds, and one that is called rolled back one whose records are not missed. What asks for
  /// every batch costs as much as the journal anyway, and this much more: each entry is hashed once.
  func proveBatches() throws {
    var outcomes: [Int: String?] = [:]
    var memo = IntentMemo()
    try forEachProvenLeaf { index, bytes in
      guard EntryType.atEnd(of: bytes)?.isOfBatch ?? true else { return }
      let entry = try CheckedEntry(bytes: bytes, index: index, origin: location.origin, memo: &memo)
      switch entry.statement {
      case .intent: outcomes[index] = .some(nil)
      case .outcome(let batch, let outcome, _) where !outcome.isOpen:
        outcomes[batch] = outcome.word
      default: break
      }
    }
    let batches = try connection.prepare("SELECT entry, outcome FROM batch ORDER BY entry")
    while try batches.step() {
      let index = Int(batches.integer(0))
      guard let outcome = outcomes.removeValue(forKey: index), outcome == batches.text(1) else {
        throw JournalError.damaged("batch-\(index) in the table of batches is not what the entries say of it")
      }
    }
    if let lost = outcomes.keys.min() {
      throw JournalError.damaged("batch-\(lost) is in the entries, and not in the table of batches")
    }
  }
}
