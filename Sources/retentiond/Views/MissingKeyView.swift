internal import AuditJournal

/// Which batches could not be asked, because their evidence key is not at hand.
enum MissingKeyView {
  static func lines(of journal: AuditJournal) throws -> [String] {
    try journal.missingEvidenceKeys().filter { $0.batches > 0 }.map { missing in
      let batches = missing.batches == 1 ? "1 batch" : "\(missing.batches) batches"
      let why =
        missing.isDestroyed
        ? "which was destroyed: nobody can ask them any more"
        : "which is not at hand: name it under keys.formerEvidence of stores.json, and ask again"
      return
        "\(batches) of entries \(missing.entries.lowerBound) to \(missing.entries.upperBound - 1) could not be asked: they are under the evidence key \(missing.id), \(why)."
    }
  }
}
