package import Identifiers

/// Makes the tags by which a batch says whom its rows are about: keyed, so that they tell nothing to whoever lacks the key. The journal gives it.
package protocol SubjectTagging: Sendable {
  /// - Parameter spelling: as `HeldSpelling` writes it.
  func tag(ofSpelling spelling: [UInt8]) -> UInt64
}

/// Tags the subjects of one batch's rows: each as it was before the change.
///
/// A subject of which nothing is left in its spelling, such as an empty text, names nobody.
package final class SubjectTags {
  private let tagging: any SubjectTagging
  private var spelling = HeldSpelling()

  /// Nil if nobody asks whom the rows are about.
  package init?(_ tagging: (any SubjectTagging)?) {
    guard let tagging else { return nil }
    self.tagging = tagging
  }

  /// - Parameter subject: the UTF-8 bytes of the subject's text, as a hold test is given them.
  package func tag(of subject: UnsafeRawBufferPointer, as form: SubjectForm) -> UInt64? {
    unsafe spelling.write(subject, as: form)
    return spelling.bytes.isEmpty ? nil : tagging.tag(ofSpelling: spelling.bytes)
  }

  package func tag(of subject: ColumnValue, as form: SubjectForm) -> UInt64? {
    guard let bytes = subject.subjectBytes else { return nil }
    return unsafe bytes.withUnsafeBytes { unsafe tag(of: $0, as: form) }
  }
}

/// Whom a batch's rows are about, as tags: what the journal makes evidence of.
package struct BatchSubjects: Sendable {
  /// One for each key of the batch, in the keys' order; nil for a row that names nobody.
  package var records: [UInt64?]
  package var dependents: DependentRows
  /// The rows that stayed and lost their reference.
  package var withoutReference: DependentRows

  package init(
    records: [UInt64?] = [], dependents: DependentRows = DependentRows(),
    withoutReference: DependentRows = DependentRows()
  ) {
    self.records = records
    self.dependents = dependents
    self.withoutReference = withoutReference
  }
}
