internal import JSONText
internal import SQLite
internal import TransparencyLog

extension AuditJournal {
  /// Compares all batches of the file, and what became of them, with the entries.
  ///
  /// A batch that was taken out of the table would be one that nobody finds, and one that is called rolled back one whose records are not missed. What asks for
  /// every batch costs as much as the journal anyway, and this much more: each entry is hashed once.
  func proveBatches() throws {
    var tree = TreeFrontier()
    var outcomes: [Int: String?] = [:]
    var memo = IntentMemo()
    let mark = Array("\"type\":\"retentiond.batch.".utf8)
    let entries = try connection.prepare(
      "SELECT idx, bytes, instr(bytes, ?1) FROM entry ORDER BY idx")
    entries.bind(1, blob: mark)
    while try entries.step() {
      let index = tree.size
      guard entries.integer(0) == Int64(index) else { break }
      tree.append(unsafe entries.withBytes(1, asText: false) { unsafe TreeHash.leaf($0) })
      guard entries.integer(2) > 0 else { continue }
      let entry = try CheckedEntry(bytes: entries.blob(1), index: index, origin: location.origin, memo: &memo)
      switch entry.statement {
      case .intent: outcomes[index] = .some(nil)
      case .outcome(let batch, let outcome, _) where !outcome.hasPrefix("indeterminate"):
        outcomes[batch] = outcome
      default: break
      }
    }
    guard tree.size == frontier.size, tree.root == frontier.root else {
      throw JournalError.damaged("the entries are not those that were signed: one was changed or taken out")
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
