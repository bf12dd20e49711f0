internal import TransparencyLog

extension EntryCheck {
  /// Compares the entries so far with each checkpoint of their number that somebody kept.
  func checkKept() {
    for kept in kept where kept.checkpoint.size == size {
      guard kept.checkpoint.origin == verifierKey.name else { continue }
      if kept.checkpoint.root != frontier.root {
        find("the first \(size) entries are not those of the checkpoint in \(kept.place)")
      } else if !chain.signers(ofSize: size).allSatisfy(kept.note.isSigned(by:)) {
        find("the checkpoint in \(kept.place) is not signed by the key whose turn it was at \(size) entries")
      }
    }
  }

  /// After the last entry: the checkpoints that it does not reach, and those of other journals.
  func findKeptBeyond() {
    for kept in kept {
      if kept.checkpoint.origin != verifierKey.name {
        find("the checkpoint in \(kept.place) is of another journal, \(kept.checkpoint.origin)")
      } else if kept.checkpoint.size > size {
        find(
          "there are \(size) entries, and the checkpoint in \(kept.place) is of \(kept.checkpoint.size): entries were cut off"
        )
      }
    }
  }
}
