package import TransparencyLog

/// What a kept checkpoint and the journal contradict each other in: one of the two is not the history that this journal had.
package struct HistoryDifference: Hashable, Sendable, CustomStringConvertible {
  package enum Cause: Hashable, Sendable {
    /// The journal has fewer entries than were signed.
    case shorter
    /// The journal has so many entries, and they are others.
    case otherRoot
    /// No key of this journal signed the checkpoint, so that it proves nothing against the journal.
    case unsigned
    /// The checkpoint is of a journal of another name.
    case otherJournal(origin: String)
  }

  /// The journal's path, and how many entries it has.
  package let journal: String
  package let entries: Int
  /// Where the checkpoint lies, or who has it.
  package let place: String
  package let seenSize: Int
  /// Nil where only the size is known, as from a witness.
  package let seenRoot: TreeHash?
  package let cause: Cause

  package init(
    journal: String, entries: Int, place: String, seenSize: Int, seenRoot: TreeHash?, cause: Cause
  ) {
    self.journal = journal
    self.entries = entries
    self.place = place
    self.seenSize = seenSize
    self.seenRoot = seenRoot
    self.cause = cause
  }

  /// Tells if a key of this journal signed both, so that the journal has two histories.
  package var isProven: Bool {
    switch cause {
    case .shorter, .otherRoot: true
    case .unsigned, .otherJournal: false
    }
  }

  package var description: String {
    let found =
      switch cause {
      case .shorter: "the journal \(journal) has \(entries) entries, and \(place) has \(seenSize) of it"
      case .otherRoot:
        "the first \(seenSize) entries of the journal \(journal) are not those that \(place) has"
      case .unsigned:
        "\(place) has a checkpoint of \(seenSize) entries that no key of the journal \(journal) signed, as far as the journal knows its keys"
      case .otherJournal(let origin): "\(place) has a checkpoint of another journal, \(origin)"
      }
    return isProven
      ? "\(found): the journal was cut short, restored from an older copy, or written anew; nothing was purged: put the journal back that has them, or say what happened with `retentiond journal accept-history`"
      : "\(found): nothing was purged: find out who put it there, then move it away"
  }
}
