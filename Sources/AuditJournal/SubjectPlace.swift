internal import JSONText
internal import TextEncodings
public import TransparencyLog

/// One row of a batch that is about a person: its leaf among the evidence of subjects, and the hashes from there to the root that the intent has.
public struct SubjectPlace: Hashable, Sendable {
  /// The table of a dependent's row; nil for a record.
  public let dependent: String?
  /// For a record its subject's locator; for a dependent's row its own locator and its subject's.
  public let leaf: [UInt8]
  /// The row's place under that root: for a record its number in the batch.
  public let inclusion: InclusionProof

  /// The intent's member that has the root.
  public var root: String { dependent == nil ? "subjectsRoot" : "dependentsRoot" }

  /// As a proof's extra line has it: canonical JSON.
  public var bytes: [UInt8] {
    JSONValue.object([
      "root": .string(root), "locator": .string(Hexadecimal.encode(leaf)), "row": .integer(inclusion.index),
      "rows": .integer(inclusion.size),
      "path": .array(inclusion.hashes.map { .string(Hexadecimal.encode($0.bytes)) }),
    ]).canonical
  }
}
