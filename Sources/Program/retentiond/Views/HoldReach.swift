internal import AuditJournal
internal import Glibc
internal import Purging
internal import Words

/// What a new hold on people does not reach, and what was under way when it was placed.
enum HoldReach {
  static func tell(_ session: Session) {
    let out = Terminal.standardOutput
    let pseudonyms = session.subjectPseudonyms()
    if !pseudonyms.reach.isEmpty {
      out.line("Rows that are pseudonymised are reached under \(names(pseudonyms.reach)).")
    }
    if !pseudonyms.missing.isEmpty {
      out.line(
        "Rows that are pseudonymised under \(names(pseudonyms.missing)) are not reached: the key, or the second holder's, is not at hand. Place the hold once more where it is."
      )
    }
    let pseudonymised = session.configuration.recordSetsThatLoseSubjects
    if !pseudonymised.isEmpty {
      out.line(
        "Rows of \(pseudonymised.joined(separator: ", ")) that are pseudonymised already name no person: no hold on one keeps them from their last stage. "
          + "Hold them by --record or --record-set.")
    }
    let without = session.configuration.recordSetsWithoutSubject
    if !without.isEmpty {
      out.line(
        "No hold on a person reaches \(without.joined(separator: ", ")): stores.json names no \"subject\" there. Hold rows by --record or --record-set."
      )
    }
  }

  static func names(_ pseudonyms: [HeldPseudonyms]) -> String {
    pseudonyms.map { "\($0.domain) version \($0.version)" }.joined(separator: ", ")
  }

  /// Waits for batches that were under way, and says what they had in hand: their rows were tested before the hold was there.
  static func awaitBatches(_ placed: PlacedHold, _ session: Session) throws {
    guard placed.wereBatchesPending else { return }
    var standing = try session.standing(ofBatches: placed.pendingBatches)
    // Ten seconds: a batch takes no longer, and one of a run that died stays open.
    for _ in 0..<50 where standing.contains(where: \.isOpen) {
      usleep(200_000)
      standing = try session.standing(ofBatches: placed.pendingBatches)
    }
    for batch in standing {
      Terminal.standardError.line(
        "\(batch.batch) was under way when the hold was placed, and is \(batch.isOpen ? "open still" : "ended"): \(batch.action.rawValue) of \(batch.count) records of \(batch.recordSet), whose holds were tested before. See `retentiond journal show`."
      )
    }
  }
}
