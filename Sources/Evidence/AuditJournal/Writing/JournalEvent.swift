package import CivilTime
internal import JSONText
package import RecordStores
package import TransparencyLog
package import Words

/// Everything that the journal can say. No case carries an identifier, a date or a value of a row.
package enum JournalEvent: Sendable {
  /// `keysAreApart` says that no key was another one's, too, when it was made: a later use of one key for two purposes is refused.
  case journalCreated(
    verifierKey: String, evidenceKey: String, epochEntries: Int? = nil, keysAreApart: Bool = false)
  /// Another key signs from the next entry on. `epochEntries` is how many it may sign before the next must follow.
  case keyRotated(verifierKey: String, endorsedBy: String, reason: String, epochEntries: Int?)
  /// The journal was verified, and nothing was found.
  case journalVerified(JournalVerification, by: String)
  case serviceStarted(version: String)
  case serviceStopped(reason: String)
  case rulesLoaded(configuration: ConfigurationDigest, rules: String, stores: String)
  case configurationApproved(
    digest: ConfigurationDigest, rules: String, stores: String, baseDirectory: String, by: String,
    volume: ApprovedVolume? = nil)
  case holdPlaced(HoldEntry)
  case holdLifted(hold: Int, reason: String, by: String)
  /// The last day of a hold is over.
  case holdEnded(hold: Int, until: CivilDate)
  /// A hold has other days: `review` and `until` are all that it has from now on.
  case holdChanged(hold: Int, review: CivilDate?, until: CivilDate?, reason: String, by: String)
  /// Some people of a list are held no more: these are the others.
  case holdNarrowed(hold: Int, HoldEntry.People, reason: String, by: String)
  /// `uncounted` names the record sets of which nobody could tell; their rows are not in `due`.
  case planMade(plan: PlanDigest, due: Int, lines: [DueLine] = [], uncounted: [RecordSetName] = [])
  /// `overrides` are the options by which it goes on where it would have stopped.
  case runStarted(
    run: RunName, configuration: ConfigurationDigest, plan: PlanDigest, account: RunAccount? = nil,
    overrides: [RunOverride] = [])
  /// `refused` are the record sets that it left out, `unmeasured` those of which nobody could tell what is overdue.
  case runEnded(
    run: RunName, status: RunEnding, lines: [RunLine], left: [LeftLine], counts: [RecordSetCounts] = [],
    refused: [RefusedLine] = [], unmeasured: [RecordSetName] = [], volume: RunVolume? = nil,
    cause: TruncationCause? = nil)
  /// Somebody looked at what a first run did, or had a day to do so: the next run goes on.
  case firstRunContinued(FirstRunWord)
  case batchPrepared(
    BatchIntent, batch: BatchName, rowsRoot: String, evidenceKey: String, subjects: SubjectRoots? = nil)
  case batchOutcome(batch: BatchName, BatchOutcome)
  case batchRecovered(batch: BatchName, Recovery)
  /// What became of the files of a committed batch.
  case batchFiles(batch: BatchName, FileOutcome)
  /// A person gave up files of a batch that were left.
  case filesSettled(batch: BatchName, count: Int, reason: String, by: String)
  case rowSetAside(run: RunName, recordSet: RecordSetName, rule: RuleID, locator: String, reason: String)
  /// Due rows that were left as they were because fewer than `k` were alike.
  case rowsTooFew(run: RunName, recordSet: RecordSetName, rule: RuleID, count: Int, k: Int)
  /// Records that the journal says are gone and that are there again, before they are purged again.
  case reconcileFound(
    run: RunName, configuration: ConfigurationDigest, includesKept: Bool, lines: [ReturnedLine],
    origins: [ReturnedOrigin] = [], account: RunAccount? = nil)
  case reconcileEnded(run: RunName, status: RunEnding, lines: [RunLine], refused: [RefusedLine] = [])
  /// The ledger of a store lacks committed batches: the store was restored to before them.
  case storeRestored(store: StoreName, missing: Int, first: BatchName, last: BatchName)
  /// Somebody had a store remove more of what deletion left than a run does.
  case storeScrubbed(StoreScrubRecord)
  /// What a survey counted in one record set.
  case surveyMade(SurveyRecord)
  /// Somebody outside has seen a checkpoint.
  case anchorReceipt(AnchorReceipt)
  case refusal(code: String, detail: String)
  /// Somebody says that the clock is right. `from` is the last time that was accepted before, `to` what the clock shows.
  case clockAccepted(from: Instant, to: Instant, reason: String, by: String)
  /// The process of an earlier run died while it worked on a record set.
  case recordSetDied(RecordSetDeath)
  /// A run came through a record set in which an earlier one died.
  case recordSetPassed(recordSet: RecordSetName, run: RunName)
  /// Somebody has looked at a record set in which the process died, and takes it into the next run.
  case recordSetResumed(recordSet: RecordSetName, reason: String, by: String)
  case pause(PauseChange)
  case evidenceKey(EvidenceKeyChange)
  case key(KeyChange)
  /// What a store is, as a run saw it first or as somebody accepted it. `place` is the digest of where stores.json has it, `previous` the entry that said it before.
  case storeIdentified(
    store: StoreName, place: String, StoreIdentity, previous: Int?, acceptance: (by: String, reason: String)?)
  /// Somebody goes on with the journal though another history of it was seen.
  case historyAccepted(HistoryAcceptance)
  /// The last entry of a copy of the journal; the journal itself goes on with `backupMade`.
  case backupBegan(by: String)
  case backupMade(size: Int, root: TreeHash)

  /// The entry's type, as its CloudEvents attribute has it.
  package var type: EntryType {
    switch self {
    case .journalCreated: .journalCreated
    case .keyRotated: .keyRotated
    case .journalVerified: .journalVerified
    case .serviceStarted: .serviceStarted
    case .serviceStopped: .serviceStopped
    case .rulesLoaded: .rulesLoaded
    case .configurationApproved: .configurationApproved
    case .holdPlaced: .holdPlaced
    case .holdLifted, .holdEnded: .holdLifted
    case .holdChanged: .holdChanged
    case .holdNarrowed: .holdNarrowed
    case .planMade: .planMade
    case .runStarted: .runStarted
    case .runEnded: .runEnded
    case .firstRunContinued: .firstRunContinued
    case .batchPrepared: .batchPrepared
    case .batchOutcome: .batchOutcome
    case .batchRecovered: .batchRecovered
    case .batchFiles: .batchFiles
    case .filesSettled: .filesSettled
    case .rowSetAside: .rowSetAside
    case .rowsTooFew: .rowsTooFew
    case .reconcileFound: .reconcileFound
    case .reconcileEnded: .reconcileEnded
    case .storeRestored: .storeRestored
    case .storeScrubbed: .storeScrubbed
    case .surveyMade: .surveyMade
    case .anchorReceipt: .anchorReceipt
    case .refusal: .refusal
    case .clockAccepted: .clockAccepted
    case .recordSetDied: .recordSetDied
    case .recordSetPassed: .recordSetPassed
    case .recordSetResumed: .recordSetResumed
    case .pause(let change): change.type
    case .evidenceKey(let change): change.type
    case .key(let change): change.type
    case .storeIdentified(_, _, _, _, let acceptance):
      acceptance == nil ? .storeIdentified : .storeAccepted
    case .historyAccepted: .historyAccepted
    case .backupBegan: .backupBegan
    case .backupMade: .backupMade
    }
  }

  var data: JSONValue {
    switch self {
    case .journalCreated(let verifierKey, let evidenceKey, let epochEntries, let keysAreApart):
      .object(
        [
          "verifierKey": .string(verifierKey), "evidenceKey": .string(evidenceKey),
          "epochEntries": epochEntries.map(JSONValue.integer),
          "keysAreApart": keysAreApart ? .bool(true) : nil,
        ].compactMapValues { $0 })
    case .keyRotated(let verifierKey, let endorsedBy, let reason, let epochEntries):
      .object(
        [
          "verifierKey": .string(verifierKey), "endorsedBy": .string(endorsedBy),
          "reason": .string(JournalText.redacted(reason)),
          "epochEntries": epochEntries.map(JSONValue.integer),
        ].compactMapValues { $0 })
    case .journalVerified(let verification, let by):
      .object(verification.members.merging(["by": .string(by)]) { $1 })
    case .serviceStarted(let version):
      .object(["version": .string(version)])
    case .serviceStopped(let reason):
      .object(["reason": .string(JournalText.redacted(reason))])
    case .rulesLoaded(let configuration, let rules, let stores):
      .object([
        "configuration": .string(configuration.rawValue), "rules": .string(rules), "stores": .string(stores),
      ])
    case .configurationApproved(let digest, let rules, let stores, let baseDirectory, let by, let volume):
      .object(
        [
          "configuration": .string(digest.rawValue), "rules": .string(rules), "stores": .string(stores),
          "baseDirectory": .string(baseDirectory), "by": .string(by),
        ].merging(volume?.members ?? [:]) { $1 })
    case .holdPlaced(let entry): entry.jsonValue
    case .holdLifted(let hold, let reason, let by):
      .object(["hold": .integer(hold), "reason": .string(reason), "by": .string(by)])
    case .holdEnded(let hold, let until):
      .object([
        "hold": .integer(hold), "ended": .string(until.description),
        "reason": .string("its last day is over"), "by": .string("retentiond"),
      ])
    case .holdChanged(let hold, let review, let until, let reason, let by):
      .object(
        [
          "hold": .integer(hold), "review": review.map { .string($0.description) },
          "until": until.map { .string($0.description) }, "reason": .string(reason), "by": .string(by),
        ].compactMapValues { $0 })
    case .holdNarrowed(let hold, let people, let reason, let by):
      .object(
        people.members(adding: [
          "hold": .integer(hold), "reason": .string(reason), "by": .string(by),
        ]))
    case .planMade(let plan, let due, let lines, let uncounted):
      .object(
        [
          "plan": .string(plan.rawValue), "due": .integer(due), "lines": .array(lines.map(\.jsonValue)),
          "uncounted": uncounted.isEmpty ? nil : .array(uncounted.map { .string($0.rawValue) }),
        ].compactMapValues(\.self))
    case .runStarted(let run, let configuration, let plan, let account, let overrides):
      .object(
        [
          "run": .string(run.rawValue), "configuration": .string(configuration.rawValue),
          "plan": .string(plan.rawValue),
          "account": account?.jsonValue,
          "overrides": overrides.isEmpty ? nil : .array(overrides.map(\.jsonValue)),
        ].compactMapValues(\.self))
    case .runEnded(
      let run, let status, let lines, let left, let counts, let refused, let unmeasured, let volume, let cause
    ):
      .object(
        [
          "run": .string(run.rawValue), "status": .string(status.journalWord),
          "changed": .array(lines.map(\.jsonValue)),
          "left": .array(left.map(\.jsonValue)),
          "counts": counts.isEmpty ? nil : .array(counts.map(\.journalValue)),
          "refused": refused.isEmpty ? nil : .array(refused.map(\.jsonValue)),
          "unmeasured": unmeasured.isEmpty ? nil : .array(unmeasured.map { .string($0.rawValue) }),
          "cause": cause.map { .string($0.rawValue) },
        ].compactMapValues { $0 }.merging(volume?.members ?? [:]) { $1 })
    case .firstRunContinued(let word): word.jsonValue
    case .batchPrepared(let intent, let batch, let rowsRoot, let evidenceKey, let subjects):
      intent.jsonValue(
        adding: [
          "batch": .string(batch.rawValue), "rowsRoot": .string(rowsRoot),
          "evidenceKey": .string(evidenceKey),
        ].merging(subjects?.members ?? [:]) { $1 })
    case .batchOutcome(let batch, let outcome):
      .object(
        [
          "batch": .string(batch.rawValue), "outcome": .string(outcome.word),
          "reason": outcome.rollbackReason.map { .string(JournalText.redacted($0)) },
        ].compactMapValues { $0 })
    case .batchRecovered(let batch, let recovery):
      .object(
        [
          "batch": .string(batch.rawValue), "outcome": .string(recovery.outcome.word),
          "method": .string(JournalText.redacted(recovery.method)),
          "copiesRemoved": .integer(recovery.copiesRemoved),
        ].merging(recovery.decision?.members ?? [:]) { first, _ in first })
    case .batchFiles(let batch, let outcome):
      .object(
        [
          "batch": .string(batch.rawValue), "removed": .integer(outcome.removed),
          "missing": .integer(outcome.missing),
          "left": .integer(outcome.left.count),
        ].merging(outcome.entryRemarks.mapValues(JSONValue.integer)) { first, _ in first })
    case .filesSettled(let batch, let count, let reason, let by):
      .object([
        "batch": .string(batch.rawValue), "count": .integer(count), "reason": .string(reason),
        "by": .string(by),
      ])
    case .rowsTooFew(let run, let recordSet, let rule, let count, let k):
      .object([
        "run": .string(run.rawValue), "recordSet": .string(recordSet.rawValue),
        "rule": .string(rule.rawValue),
        "count": .integer(count),
        "k": .integer(k),
      ])
    case .rowSetAside(let run, let recordSet, let rule, let locator, let reason):
      .object([
        "run": .string(run.rawValue), "recordSet": .string(recordSet.rawValue),
        "rule": .string(rule.rawValue),
        "locator": .string(locator), "reason": .string(JournalText.redacted(reason)),
      ])
    case .reconcileFound(let run, let configuration, let includesKept, let lines, let origins, let account):
      .object(
        [
          "run": .string(run.rawValue), "configuration": .string(configuration.rawValue),
          "includesKept": .bool(includesKept),
          "found": .array(lines.map(\.jsonValue)),
          "origins": origins.isEmpty ? nil : .array(origins.map(\.jsonValue)), "account": account?.jsonValue,
        ].compactMapValues(\.self))
    case .reconcileEnded(let run, let status, let lines, let refused):
      .object(
        [
          "run": .string(run.rawValue), "status": .string(status.journalWord),
          "changed": .array(lines.map(\.jsonValue)),
          "refused": refused.isEmpty ? nil : .array(refused.map(\.jsonValue)),
        ].compactMapValues(\.self))
    case .storeRestored(let store, let missing, let first, let last):
      .object([
        "store": .string(store.rawValue), "missing": .integer(missing), "first": .string(first.rawValue),
        "last": .string(last.rawValue),
      ])
    case .storeScrubbed(let scrub): scrub.jsonValue
    case .surveyMade(let survey): survey.jsonValue
    case .anchorReceipt(let receipt): receipt.jsonValue
    case .refusal(let code, let detail):
      .object(["code": .string(code), "detail": .string(JournalText.redacted(detail))])
    case .clockAccepted(let from, let to, let reason, let by):
      .object([
        "from": .string(from.iso8601), "to": .string(to.iso8601), "reason": .string(reason),
        "by": .string(by),
      ])
    case .recordSetDied(let death):
      .object(
        [
          "recordSet": .string(death.recordSet.rawValue), "deaths": .integer(death.deaths),
          "batch": death.batch.map { JSONValue.string($0.rawValue) },
          "machineRestarted": death.isMachines ? .bool(true) : nil,
        ].compactMapValues { $0 })
    case .recordSetPassed(let recordSet, let run):
      .object(["recordSet": .string(recordSet.rawValue), "run": .string(run.rawValue)])
    case .recordSetResumed(let recordSet, let reason, let by):
      .object(["recordSet": .string(recordSet.rawValue), "reason": .string(reason), "by": .string(by)])
    case .pause(let change): change.jsonValue
    case .evidenceKey(let change): change.jsonValue
    case .key(let change): change.jsonValue
    case .storeIdentified(let store, let place, let identity, let previous, let acceptance):
      StoreRecord.data(
        store: store, place: place, identity: identity, previous: previous, acceptance: acceptance)
    case .historyAccepted(let acceptance): acceptance.data
    case .backupBegan(let by): .object(["by": .string(JournalText.redacted(by))])
    case .backupMade(let size, let root):
      .object(["size": .integer(size), "root": .string(Base64.encode(root.bytes))])
    }
  }
}

/// What a plan found due under one rule.
package struct DueLine: Hashable, Sendable {
  package let recordSet: RecordSetName
  package let rule: RuleID
  package let action: StageAction
  package let due: Int

  package init(recordSet: RecordSetName, rule: RuleID, action: StageAction, due: Int) {
    self.recordSet = recordSet
    self.rule = rule
    self.action = action
    self.due = due
  }

  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(recordSet.rawValue), "rule": .string(rule.rawValue),
      "action": .string(action.rawValue),
      "due": .integer(due),
    ])
  }
}

/// What a run changed under one rule.
package struct RunLine: Hashable, Sendable {
  package let recordSet: RecordSetName
  package let rule: RuleID
  package let action: StageAction
  package let count: Int

  package init(recordSet: RecordSetName, rule: RuleID, action: StageAction, count: Int) {
    self.recordSet = recordSet
    self.rule = rule
    self.action = action
    self.count = count
  }

  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(recordSet.rawValue), "rule": .string(rule.rawValue),
      "action": .string(action.rawValue),
      "count": .integer(count),
    ])
  }
}

/// What a run left under one rule, by the measure after it and the plan before it.
package struct LeftLine: Hashable, Sendable {
  package let recordSet: RecordSetName
  package let rule: RuleID
  package let overdue: Int
  package let held: Int
  /// Kept by dependents.
  package let blocked: Int
  package let undated: RowCount
  package let implausible: RowCount
  /// Due, and left because others had them locked.
  package let locked: Int
  /// Why the overdue ones are still there, as the run knew; nil where none are, and in entries of before it was noted.
  package let cause: String?

  package init(
    recordSet: RecordSetName, rule: RuleID, overdue: Int, held: Int, blocked: Int, undated: RowCount,
    implausible: RowCount, locked: Int = 0, cause: String? = nil
  ) {
    self.locked = locked
    self.cause = cause
    self.recordSet = recordSet
    self.rule = rule
    self.overdue = overdue
    self.held = held
    self.blocked = blocked
    self.undated = undated
    self.implausible = implausible
  }

  var jsonValue: JSONValue {
    .object(
      [
        "recordSet": .string(recordSet.rawValue), "rule": .string(rule.rawValue),
        "overdue": .integer(overdue),
        "held": .integer(held), "blocked": .integer(blocked),
        "undated": undated.jsonValue, "implausible": implausible.jsonValue,
        "locked": locked > 0 ? .integer(locked) : nil, "cause": cause.map(JSONValue.string),
      ].compactMapValues { $0 })
  }
}
