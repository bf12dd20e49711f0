package import Words

/// The answer to whether anything of a person was purged, when, and whether it was held.
package struct PersonEvidence: Sendable {
  /// The batches with rows about the person, the first first.
  package let batches: [PersonBatch]
  /// How many batches were asked.
  package let asked: Int
  /// The entries of intents of version 1, which do not say whom their rows were about: of them nothing is known.
  package let unasked: [Int]
  /// How many rows of each record set's batches name nobody: this person may be among them.
  package let nameless: [RecordSetName: Int]
  /// The holds on the person, the first first.
  package let holds: [PersonHold]
  /// The holds on people whom the journal no longer has, by number: nobody can tell whether this person was among them.
  package let unreadHolds: [Int]
  /// How many batches were made under another evidence key, by its id: nobody can ask them without it.
  package let underOtherKeys: [String: Int]
}
