internal import TransparencyLog

extension EntryCheck {
  /// Compares the entries so far with each checkpoint of their number that somebody kept.
  func checkKept() {
    for kept in kept where kept.checkpoint.size == size {
      guard kept.checkpoint.origin == verifierKey.name else { continue }
      // One that no key of the journal signed says nothing of it.
      if !chain.signers(ofSize: size).allSatisfy(kept.note.isSigned(by:)) {
        find("the checkpoint in \(kept.place) is not signed by the key whose turn it was at \(size) entries")
      } else if kept.checkpoint.root != frontier.root {
        find("the first \(size) entries are not those of the checkpoint in \(kept.place)")
      }
    }
  }

  /// After the last entry: the checkpoints that it does not reach, and those of other journals.
  func findKeptBeyond() {
    for kept in kept {
      if kept.checkpoint.origin != verifierKey.name {
        find("the checkpoint in \(kept.place) is of another journal, \(kept.checkpoint.origin)")
      } else if kept.checkpoint.size > size,
        ![chain.current, verifierKey].contains(where: kept.note.isSigned(by:))
      {
        find(
          "the checkpoint in \(kept.place), of \(kept.checkpoint.size) entries, is signed by no key that the \(size) entries here know"
        )
      } else if kept.checkpoint.size > size {
        find(
          "there are \(size) entries, and the checkpoint in \(kept.place) is of \(kept.checkpoint.size): entries were cut off"
        )
      }
    }
  }

  /// Tells the anchors' check when each entry was made.
  func seeAnchors(_ entry: CheckedEntry, _ bytes: [UInt8], at index: Int) {
    switch entry.statement {
    case .receipt: anchors.times.add(entry.time, at: index, counts: false)
    case .clockAccepted:
      anchors.times.acceptClock(entry.time)
      anchors.times.add(entry.time, at: index, counts: true)
    default:
      anchors.times.add(entry.time, at: index, counts: demands == nil || !JournalEntry.isDoubted(bytes))
    }
  }
}
