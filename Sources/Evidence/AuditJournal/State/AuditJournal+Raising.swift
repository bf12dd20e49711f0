internal import SQLite
internal import TransparencyLog

/// A journal of an earlier version: its state was signed by nobody, so that it is verified from the beginning before it is believed.
extension AuditJournal {
  /// Brings a journal of an earlier version to this one, if it verifies: from then on its entries say what the state is.
  ///
  /// It is verified in a read, so that others wait only for what is written; if they append meanwhile, it is done again.
  func raise() throws {
    // A run of the earlier version would go on with tables that it does not know.
    let turn = lock == nil ? try RunLock(beside: location.path) : nil
    defer { withExtendedLifetime(turn) {} }
    var attempts = 0
    while true {
      do {
        return try write(isVerifying: true) { if tables.isUnsaid { try raiseInTransaction() } }
      } catch JournalError.busy where attempts < 5 {
        attempts += 1
      }
    }
  }

  private func raiseInTransaction() throws {
    let check = try JournalVerifier.require(connection, of: self)
    for version in version..<JournalSchema.version {
      guard let step = JournalSchema.steps[version] else { continue }
      try connection.execute(step)
    }
    version = JournalSchema.version
    // What an earlier version wrote behind the first raise is not in this table.
    try connection.execute("DELETE FROM live_batch")
    let known = tables
    for (entry, batch) in known.batches { try set(batch, at: entry) }
    for hold in known.holds.values { try store(hold) }
    // Counts that nothing signed are only a hint, and are counted anew.
    for name in known.marks.keys where name.hasPrefix(Self.rowCounts) { try removeState(name) }
    if check.chain.turnStart > 0 { try setState(Self.keySince, check.chain.turnStart) }
    let numbered = Int(
      try connection.integer("SELECT max(seq) FROM sqlite_sequence WHERE name = 'hold'") ?? 0)
    try setState(
      Self.holdNumber,
      max(check.highestHold, numbered <= Checkpoint.maximumSize ? numbered : 0, known.holds.keys.max() ?? 0))
    try appendVerified(
      JournalVerification(size: frontier.size, root: frontier.root), by: "retentiond", time: lastTime
    )
  }
}
