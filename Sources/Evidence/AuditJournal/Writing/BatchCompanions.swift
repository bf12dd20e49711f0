package import RecordStores

/// What goes into the journal with a batch's intent and its keys.
package struct BatchCompanions {
  /// Whom the rows are about, which makes it an intent of version 2; nil for one of version 1, which does not say it.
  let subjects: BatchSubjects?
  /// The files that go once the batch is committed.
  let files: [OwnedFile]
  /// The keys and hierarchies that the rows were changed with: they are pinned with the first intent that uses them.
  let uses: KeyUse

  package init(subjects: BatchSubjects? = nil, files: [OwnedFile] = [], uses: KeyUse = KeyUse()) {
    self.subjects = subjects
    self.files = files
    self.uses = uses
  }

  /// Throws if an intent speaks of other numbers than came with it.
  func check(against intent: BatchIntent, keys: KeyList) throws(JournalError) {
    guard intent.files == files.count else {
      throw JournalError.mismatch("an intent of \(intent.files) files came with \(files.count)")
    }
    guard intent.count == keys.count else {
      throw JournalError.mismatch("an intent of \(intent.count) records came with \(keys.count) keys")
    }
    guard let subjects else {
      guard intent.withoutReference.isEmpty else {
        throw JournalError.mismatch("an intent of rows that lost references came without them")
      }
      return
    }
    guard subjects.records.count == intent.count else {
      throw JournalError.mismatch(
        "an intent of \(intent.count) records came with the subjects of \(subjects.records.count)")
    }
    guard subjects.dependents.difference(from: intent.dependents) == nil else {
      throw JournalError.mismatch("an intent came with other rows of dependents than it counts")
    }
    guard subjects.withoutReference.difference(from: intent.withoutReference) == nil else {
      throw JournalError.mismatch("an intent came with other rows that lost references than it counts")
    }
  }
}
