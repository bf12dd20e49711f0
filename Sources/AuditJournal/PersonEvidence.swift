public import CivilTime
internal import JSONText
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

/// What the journal says of one person: one batch with rows about the person.
public struct PersonBatch: Sendable {
  public let batch: String
  public let intent: BatchIntent
  /// The entry with the intent, and when it was made durable.
  public let prepared: (entry: Int, time: Instant)
  /// What became of the batch, where that stands, and when; nil while it is open.
  public let outcome: (text: String, entry: Int, time: Instant)?
  /// Who agreed to the configuration that the batch ran under, and the entry that says so.
  public let approval: (by: String, entry: Int)?
  /// The records first, in their order, and then the rows of dependents.
  public let places: [SubjectPlace]
}

/// One hold on a person, from the entries: it may be over.
public struct PersonHold: Hashable, Sendable {
  public let id: Int
  public let reference: String
  public let placed: Moment
  /// Nil while it is in force.
  public let lifted: Moment?

  /// An entry, and its time.
  public struct Moment: Hashable, Sendable {
    public let entry: Int
    public let time: Instant
  }

  /// Whether it was in force when an entry was written.
  public func wasInForce(at entry: Int) -> Bool {
    placed.entry < entry && (lifted.map { entry < $0.entry } ?? true)
  }
}

/// The answer to whether anything of a person was purged, when, and whether it was held.
public struct PersonEvidence: Sendable {
  /// The batches with rows about the person, the first first.
  public let batches: [PersonBatch]
  /// How many batches were asked.
  public let asked: Int
  /// The entries of intents of version 1, which do not say whom their rows were about: of them nothing is known.
  public let unasked: [Int]
  /// The holds on the person, the first first.
  public let holds: [PersonHold]
  /// Holds whose entry does not say whom they are on: of them nothing is known here.
  public let unreadHolds: [Int]
}
