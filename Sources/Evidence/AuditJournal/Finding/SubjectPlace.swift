internal import JSONText
package import TransparencyLog
internal import Words

/// One row of a batch that is about a person: its leaf among the evidence of subjects, and the hashes from there to the root that the intent has.
package struct SubjectPlace: Hashable, Sendable {
  /// The table of a dependent's row; nil for a record.
  package let dependent: String?
  /// Tells if it is of a dependent's row that stayed and lost its reference.
  package let lostReference: Bool
  /// For a record its subject's locator; for a dependent's row its own locator and its subject's.
  package let leaf: [UInt8]
  /// The row's place under that root: for a record its number in the batch.
  package let inclusion: InclusionProof

  /// The intent's member that has the root.
  package var root: String { dependent == nil ? "subjectsRoot" : "dependentsRoot" }

  /// The place in canonical JSON, for a proof's extra line.
  package var bytes: [UInt8] {
    JSONValue.object([
      "root": .string(root), "locator": .string(Hexadecimal.encode(leaf)), "row": .integer(inclusion.index),
      "rows": .integer(inclusion.size),
      "path": .array(inclusion.hashes.map { .string(Hexadecimal.encode($0.bytes)) }),
    ]).canonical
  }
}
