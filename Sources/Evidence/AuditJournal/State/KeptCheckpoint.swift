package import TransparencyLog

/// A checkpoint that was kept outside of the journal's file: in the folder for auditors, beside the journal, or by an auditor.
package struct KeptCheckpoint: Hashable, Sendable {
  /// Where it lies, as a person looks for it.
  package let place: String
  package let note: SignedNote
  package let checkpoint: Checkpoint

  /// - Parameter note: the whole note; others may have signed it, too.
  package init(place: String, note: String) throws(TransparencyLogError) {
    self.place = place
    self.note = try SignedNote(note)
    checkpoint = try Checkpoint(text: self.note.text)
  }
}
