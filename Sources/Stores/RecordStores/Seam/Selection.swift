package import CivilTime

/// The rows that a question or a change is about.
package struct Selection: Sendable {
  package let recordSet: RecordSet
  package var predicate: Predicate
  /// The event whose index order the rows are taken in, oldest first, if one leads.
  package let orderedBy: EventColumn?
  /// Set when the rows are to be pseudonymised: a row that is done already does not match then.
  ///
  /// A row is done if its marker is set, where the record set has one, and if each column whose transform can tell
  /// (`ColumnTransform.canTell`) is null or in the transform's form: an application may have written it again in clear. `ColumnChange.trust` says for
  /// which rows the marker alone counts. Every method that takes a selection leaves done rows out.
  package let pseudonymising: [ColumnChange]?
  /// Where the last batch of the run ended: rows up to there are not looked at again, so that rows which stay (held, or
  /// pseudonymised) cost a run once and not every batch.
  package var after: BatchPosition?
  /// Only the rows with these keys, if it is set: up to a thousand or so, for a change or a question that is about
  /// listed rows. Such a selection has no order and no position; predicate, holds and all else are tested as ever.
  package var keys: KeyList?
  /// Set when the rows are to be deleted or moved and have dependents that can keep them: such a row is counted as blocked, and no batch takes it.
  package var dependents: DependentTest?
  /// Tells if `RecordStore.tally` counts what goes with the rows, too.
  package var countsDependents = false
  /// Set where rows are to be changed by rules: each changed row is shown to it inside the batch, and one disagreement rolls the batch back.
  package var judge: (any RowJudge)?
  /// Set where rows are to be changed: the batch says by it whom they are about.
  package var tagging: (any SubjectTagging)?

  package init(
    recordSet: RecordSet, predicate: Predicate, orderedBy: EventColumn? = nil,
    pseudonymising: [ColumnChange]? = nil
  ) {
    self.recordSet = recordSet
    self.predicate = predicate
    self.orderedBy = orderedBy
    self.pseudonymising = pseudonymising
  }
}

extension Selection {
  /// Leaves out the question to dependents, if only a hold could let them keep a record and none is in force.
  package func asking(_ holds: any HoldTest) -> Selection {
    guard dependents != nil, holds.isEmpty, !recordSet.dependents.contains(where: \.keepsWithoutHolds)
    else { return self }
    var other = self
    other.dependents = nil
    return other
  }

  /// The columns that pseudonymising must leave as they are: what a judge is shown, in its order, then the key, the subject unless a transform
  /// names it, and what the predicate reads.
  package func guardedColumns(_ changes: [ColumnChange]) -> [String] {
    var columns = judge.map { $0.events.map(\.column) + $0.columns } ?? []
    let written = Set(changes.map(\.column) + (recordSet.marker.map { [$0.column] } ?? []))
    let subject = recordSet.subject.map { [$0] } ?? []
    for column in recordSet.key + subject + predicate.columns.sorted()
    where !columns.contains(column) && !written.contains(column) {
      columns.append(column)
    }
    return columns
  }
}

/// A place in a selection's order. What is in it is the adapter's own, and never leaves the process.
package struct BatchPosition: Hashable, Sendable {
  package let values: [ColumnValue]
  /// The rows behind it that the batches before left out, in a table without a key.
  package let leftOut: LeftOutRows

  package init(values: [ColumnValue], leftOut: LeftOutRows = LeftOutRows()) {
    self.values = values
    self.leftOut = leftOut
  }
}

/// How many rows a selection has.
package struct Tally: Hashable, Sendable {
  /// Rows that match, held ones included.
  package var count: Int
  /// How many of these rows a hold keeps.
  package var held: Int
  /// How many of the others their dependents keep.
  package var blocked = 0
  /// The rows that keep them, by record set or, where they belong to none, by table.
  package var keepers: [String: Int] = [:]
  /// Rows of dependents that go with those which nothing keeps, by table; counted where `Selection.countsDependents` asks.
  package var dependents: [String: Int] = [:]
  /// Rows that stay and lose their reference to those or to what goes with them, by table; counted like these.
  package var withoutReference: [String: Int] = [:]
  /// The earliest value of `Selection.orderedBy` among the matching rows, as a civil day in the plausible days' zone.
  package var oldest: CivilDate?

  package init(count: Int = 0, held: Int = 0, oldest: CivilDate? = nil) {
    self.count = count
    self.held = held
    self.oldest = oldest
  }
}
