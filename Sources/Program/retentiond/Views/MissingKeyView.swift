internal import AuditJournal

/// Which batches could not be asked, because their evidence key is not at hand, or because they are in a history that was lost.
enum MissingKeyView {
  /// - Parameter counts: how many batches of the question are under each key; nil for all that the journal has.
  static func lines(of journal: AuditJournal, counts: [String: Int]? = nil) throws -> [String] {
    try journal.missingEvidenceKeys().compactMap { missing in
      let count = counts.map { $0[missing.id] ?? 0 } ?? missing.batches
      guard count > 0 else { return nil }
      let batches = count == 1 ? "1 batch" : "\(count) batches"
      let why =
        missing.isDestroyed
        ? "which was destroyed: nobody can ask them any more"
        : "which is not at hand: name it under keys.formerEvidence of stores.json, and ask again"
      return
        "Unknown: \(batches) of entries \(missing.entries.lowerBound) to \(missing.entries.upperBound - 1) could not be asked: they are under the evidence key \(missing.id), \(why)."
    }
  }

  /// What nobody can know any more, because other entries were lost.
  static func lostLines(of journal: AuditJournal) throws -> [String] {
    try journal.lostHistories().map { lost in
      "Unknown: what entries \(lost.entries.lowerBound) to \(lost.entries.upperBound - 1) of another history said, which was lost (entry \(lost.entry)): the folder for auditors that was put aside then may have them."
    }
  }
}
