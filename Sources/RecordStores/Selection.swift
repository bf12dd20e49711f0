public import CivilTime

/// The rows that a question or a change is about.
public struct Selection: Sendable {
  public let recordSet: RecordSet
  public let predicate: Predicate
  /// The event whose index order the rows are taken in, oldest first, if one leads.
  public let orderedBy: EventColumn?
  /// Set when the rows are to be pseudonymised: a row that is done already does not match then.
  ///
  /// Done is a row whose marker is not null; in a record set without a marker, one whose listed columns are each null or
  /// recognised by `ColumnTransform.isOutput`. Every method that takes a selection leaves such rows out.
  public let pseudonymising: [ColumnChange]?
  /// Where the last batch of the run ended: rows up to there are not looked at again, so that rows which stay (held, or
  /// pseudonymised) cost a run once and not every batch.
  public var after: BatchPosition?
  /// Only the rows with these keys, if it is set: up to a thousand or so, for a change or a question that is about
  /// listed rows. Such a selection has no order and no position; predicate, holds and all else are tested as ever.
  public var keys: KeyList?
  /// Set when the rows are to be deleted or moved and have dependents that can keep them: such a row is counted as blocked, and no batch takes it.
  public var dependents: DependentTest?

  public init(
    recordSet: RecordSet, predicate: Predicate, orderedBy: EventColumn? = nil,
    pseudonymising: [ColumnChange]? = nil
  ) {
    self.recordSet = recordSet
    self.predicate = predicate
    self.orderedBy = orderedBy
    self.pseudonymising = pseudonymising
  }
}

/// A place in a selection's order. What it holds is the adapter's own, and never leaves the process.
public struct BatchPosition: Hashable, Sendable {
  public let values: [ColumnValue]

  public init(values: [ColumnValue]) {
    self.values = values
  }
}

/// How many rows a selection has.
public struct Tally: Hashable, Sendable {
  /// Rows that match, held ones included.
  public var count: Int
  /// Those of them that a hold keeps.
  public var held: Int
  /// Those of the others that their dependents keep.
  public var blocked = 0
  /// The rows that keep them, by record set or, where they belong to none, by table.
  public var keepers: [String: Int] = [:]
  /// The earliest value of `Selection.orderedBy` among the matching rows, as a civil day in the plausible days' zone.
  public var oldest: CivilDate?

  public init(count: Int = 0, held: Int = 0, oldest: CivilDate? = nil) {
    self.count = count
    self.held = held
    self.oldest = oldest
  }
}
