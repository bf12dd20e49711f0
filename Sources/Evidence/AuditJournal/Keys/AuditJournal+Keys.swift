package import CivilTime
internal import SQLite
package import TransparencyLog
internal import Words

extension AuditJournal {
  /// Tells if a journal has keys of epochs beside it, so that the configured one may be gone.
  package static func hasEpochKeys(_ location: JournalLocation) -> Bool {
    EpochKeys(journal: location.path, name: location.origin).isThere
  }

  /// The private key that must sign next: the one whose signature stands last under the last checkpoint.
  func currentKey(for note: SignedNote) throws -> SigningKey {
    guard let last = note.signatures.last(where: { $0.name == location.origin }) else {
      throw JournalError.damaged("the last checkpoint has no signature of \(location.origin)")
    }
    let key =
      keys.configured.flatMap { $0.verifier(of: location.origin).keyID == last.keyID ? $0 : nil }
      ?? epochKeys.key(last.keyID)
    guard let key else {
      let own = keys.configured.map { Hexadecimal.encode($0.verifier(of: location.origin).keyID) }
      throw JournalError.key(
        "the journal is signed with key \(Hexadecimal.encode(last.keyID)), and keys.signing of stores.json has \(own ?? "none")"
      )
    }
    guard note.isSigned(by: key.verifier(of: location.origin)) else {
      throw JournalError.damaged("the last checkpoint's signature is not of its key")
    }
    return key
  }

  /// Goes on with another key, which the current one endorses: the last entry under the old key, and a checkpoint that both sign.
  ///
  /// Whoever opens the journal from now on needs the new key.
  package func rotateKey(to new: SigningKey, reason: String, at time: Instant) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try write(at: time) {
      try rotateInTransaction(to: new, reason: reason, limit: nil, at: time)
    }
  }

  /// Begins a new epoch where the last has had its entries. Called in a transaction, before anything else is appended.
  func beginEpochIfDue(at time: Instant) throws {
    guard let limit = keys.epochEntries, size > 0, size - (try state(Self.keySince) ?? 0) >= limit else {
      return
    }
    let new = try epochKeys.make()
    try rotateInTransaction(to: new, reason: "the epoch of \(limit) entries is over", limit: limit, at: time)
  }

  /// Destroys a private key whose epoch is over, as soon as that is durable. Where it cannot, the next transaction tries again.
  func forget(_ key: SigningKey) {
    guard keys.epochEntries != nil else { return }
    do {
      try epochKeys.destroy(key.verifier(of: location.origin).keyID)
      if let file = keys.configuredFile { try EpochKeys.destroy(file) }
    } catch {
      hasDestroyed = false
    }
  }

  /// The state's mark of the first entry under the current key.
  static let keySince = "key-since"

  private func rotateInTransaction(to new: SigningKey, reason: String, limit: Int?, at time: Instant) throws {
    let old = signingKey
    try appendInTransaction(
      [
        .keyRotated(
          verifierKey: new.verifier(of: location.origin).text,
          endorsedBy: Hexadecimal.encode(old.verifier(of: location.origin).keyID), reason: reason,
          epochEntries: limit)
      ], at: time)
    try setState(Self.keySince, size)
    try sign(with: [old, new])
    signingKey = new
  }

  /// Destroys the private keys of the epochs that are over. Called in a transaction, so that no other process is between making a key and
  /// committing to it.
  func destroyOldKeys() throws {
    guard keys.epochEntries != nil else { return }
    let current = verifierKey.keyID
    try epochKeys.destroyAll(but: current)
    if let file = keys.configuredFile, epochKeys.key(current) != nil { try EpochKeys.destroy(file) }
  }
}
