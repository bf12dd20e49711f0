package import AuditJournal
package import CivilTime
package import JSONText
package import RecordStores
internal import RetentionPolicy
package import Words

/// What a run did and what it left.
package struct RunReport: Sendable {
  package let run: RunName
  package let status: RunEnding
  package let plan: Plan
  package let changed: [Line]
  package let refused: [(recordSet: RecordSetName, refusal: RecordSetRefusal)]
  package let setAsideCount: Int
  /// Rows that were left because too few are like them, by rule.
  package let tooFew: [TooFewRows]
  /// Rows that were left because others had them locked, by rule.
  package var locked: [LockedRows] = []
  /// What became of the files of the rows that were changed, by record set.
  package let files: [RecordSetName: FileOutcome]
  /// The record sets whose first run waits for a word.
  package let firstRuns: [FirstRunWait]
  package let overdue: [Overdue]
  /// The record sets of which nobody could tell what is overdue.
  package let unmeasured: [RecordSetName]
  package let scrub: [(store: StoreName, scrub: PhysicalScrub)]
  /// How often and how long the pace had the run rest and wait.
  package var waits: [PaceTally] = []
  /// The waits that were too long, each of which ended a store's part of the run.
  package var heldBack: [PaceWait] = []
  /// Why it was truncated, where nobody stopped its process.
  package var cause: TruncationCause?

  /// The rows that one rule's stage changed in one record set.
  package struct Line: Sendable {
    package let recordSet: RecordSetName
    package let rule: RuleID
    package let action: StageAction
    package var count: Int
    package var dependents: [String: Int]
    /// Rows that stayed and lost their reference, by table.
    package var withoutReference: [String: Int]
    /// Partitions that went whole, in one step; their rows are among those counted.
    package var partitions: Int

    var jsonValue: JSONValue {
      JSONValue.object([
        "recordSet": .string(recordSet.rawValue), "rule": .string(rule.rawValue),
        "action": .string(action.rawValue),
        "count": .integer(count), "dependents": .object(dependents.mapValues { .integer($0) }),
        "partitions": .integer(partitions),
      ]).adding(withoutReference: withoutReference)
    }
  }

  /// Record sets of which not one row could be judged.
  package var unjudged: [RecordSetPlan] { plan.recordSets.filter(\.isUnjudged) }

  package var changedCount: Int { changed.reduce(0) { $0 + $1.count } }

  /// The report as JSON, for scripts.
  package var jsonValue: JSONValue {
    .object([
      "run": .string(run.rawValue), "status": .string(status.journalWord),
      "cause": cause.map { .string($0.rawValue) } ?? .null,
      "plan": .string(plan.digest.rawValue),
      "changed": .array(
        changed.map(\.jsonValue)),
      "refused": .array(
        refused.map {
          .object(["recordSet": .string($0.recordSet.rawValue), "reason": .string($0.refusal.description)])
        }),
      "unjudged": .array(
        unjudged.map {
          .object(["recordSet": .string($0.name.rawValue), "reason": .string($0.unjudgedSentence)])
        }),
      "warnings": .array(
        plan.recordSets.flatMap(\.unjudged).map {
          .object(["recordSet": .string($0.recordSet.rawValue), "warning": .string($0.description)])
        }),
      "counts": .array(plan.recordSets.map(\.counts.jsonValue)),
      "setAside": .integer(setAsideCount),
      "tooFew": .array(tooFew.map(\.jsonValue)),
      "locked": .array(locked.map(\.jsonValue)),
      "files": .object(files.byText.mapValues(\.jsonValue)),
      "firstRun": .array(firstRuns.map(\.jsonValue)),
      "unmeasured": .array(unmeasured.map { .string($0.rawValue) }),
      "overdue": .array(
        overdue.map { measure in
          .object([
            "recordSet": .string(measure.recordSet.rawValue), "rule": .string(measure.rule.rawValue),
            "count": .integer(measure.count),
            "held": .integer(measure.held), "blocked": .integer(measure.blocked),
            "oldest": measure.oldest.map { .string($0.description) } ?? .null,
            "cause": .string(measure.cause.rawValue),
          ])
        }),
      "scrub": .array(scrub.flatMap { store, scrub in scrub.jsonValues(store: store) }),
      "waits": .array(waits.map(\.jsonValue)),
      "heldBack": .array(heldBack.map(\.jsonValue)),
    ])
  }
}

/// Rows past their stage after a run, measured by a count of its own and not from what was changed.
package struct Overdue: Sendable, Hashable {
  /// Why the rows are still there.
  package enum Cause: String, Sendable {
    case held, refused, truncated
    /// Others had them locked.
    case locked
    /// Dependents that are held or not due keep them.
    case blocked
    /// Rows that are due as well keep them, and are kept by them.
    case circle
    /// Another rule that applies still keeps them.
    case anotherRule = "another-rule"
    /// No batch could change them.
    case setAside = "set-aside"
    /// Nothing that the run knows of keeps them. They came while it ran, or the store passed over them without a word.
    case unchanged
    /// The record set's first run changed few rows, and waits for a word.
    case firstRun = "first-run"
  }

  package let recordSet: RecordSetName
  package let rule: RuleID
  package let count: Int
  /// How many of them a hold keeps.
  package let held: Int
  /// How many of them dependents keep.
  package let blocked: Int
  /// How many of them neither a hold, nor dependents, nor another rule keeps.
  package let unchanged: Int
  /// How many of those that dependents keep have keepers that are all due: the run came to its end, and they keep each other.
  package let circular: Int
  /// The earliest trigger date among them.
  package let oldest: CivilDate?
  package var cause: Cause
}
