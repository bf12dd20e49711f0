internal import CivilTime
internal import JSONText
internal import Words

/// Reads what an entry says, by its type. An entry that has its type and not what belongs to that is malformed; a type that nobody here asks for is another.
extension CheckedEntry.Statement {
  /// - Parameter stage: of an intent, what it has in common with those of the same stage in one run; nil if that is not all there.
  init(
    type: EntryType, index: Int, time: Instant, _ members: EntryMembers, stage: () -> StageOfRun?
  ) {
    self =
      if type == .batchPrepared {
        Self.intent(at: index, members, stage())
      } else {
        Self.ofBatch(type, members) ?? Self.ofRun(type, members) ?? Self.ofHold(type, members)
          ?? Self.ofRecordSet(type, members) ?? Self.ofApproval(type, members)
          ?? Self.ofJournal(type, members, time) ?? .other
      }
  }

  // MARK: Batches

  private static func intent(at index: Int, _ members: EntryMembers, _ stage: StageOfRun?) -> Self {
    do {
      return try CheckedIntent(at: index, members, stage: stage).map { .intent($0) }
        ?? .malformed("is an intent without its rows, or of an action that this program does not know")
    } catch {
      return .malformed("is an intent of a version that this program does not know, or a part of one")
    }
  }

  private static func ofBatch(_ type: EntryType, _ members: EntryMembers) -> Self? {
    switch type {
    case .batchOutcome, .batchRecovered:
      guard let batch = members.batch, let word = members.text("outcome") else {
        return .malformed("is an outcome of no batch")
      }
      return BatchOutcome(word: word).map {
        .outcome(batch: batch, outcome: $0, isRecovered: type == .batchRecovered)
      } ?? .malformed("has an outcome that this program does not know")
    case .batchFiles: return files(members)
    case .filesSettled:
      return members.batch.map { .filesSettled(batch: $0, count: members.integer("count") ?? -1) }
        ?? .malformed("gives up the files of no batch")
    default: return nil
    }
  }

  private static func files(_ members: EntryMembers) -> Self {
    guard let batch = members.batch, let left = members.integer("left") else {
      return .malformed("tells of the files of no batch")
    }
    let gone = ["removed", "linked", "replaced", "named"].map { members.integer($0) ?? 0 }
    let missing = members.integer("missing") ?? 0
    guard (gone + [left, missing]).allSatisfy({ (0...CheckedIntent.largestBatch).contains($0) }) else {
      return .malformed("tells of numbers of files that no batch has")
    }
    return .files(batch: batch, left: left, gone: gone.reduce(0, +), missing: missing)
  }

  // MARK: Runs

  private static func ofRun(_ type: EntryType, _ members: EntryMembers) -> Self? {
    switch type {
    case .planMade:
      members.text("plan").map { .planned(plan: PlanDigest($0), due: members.integer("due")) }
        ?? .malformed("makes no plan")
    case .runStarted:
      beginning(members, plan: members.text("plan").map(PlanDigest.init), hasPlan: true)
    case .reconcileFound: beginning(members, plan: nil, hasPlan: false)
    case .runEnded, .reconcileEnded:
      CheckedRunEnd(members.data, isReconciliation: type != .runEnded).map { .runEnded($0) }
        ?? .malformed("ends no run, or does not say what it changed")
    case .rowSetAside, .rowsTooFew:
      members.text("run").map { .rowsLeft(run: RunName($0)) } ?? .malformed("leaves rows of no run")
    default: nil
    }
  }

  private static func beginning(_ members: EntryMembers, plan: PlanDigest?, hasPlan: Bool) -> Self {
    guard let run = members.text("run").map(RunName.init),
      let configuration = members.text("configuration").map(ConfigurationDigest.init),
      plan != nil || !hasPlan
    else { return .malformed("begins no run") }
    return .runBegan(run: run, configuration: configuration, plan: plan)
  }

  // MARK: Holds

  private static func ofHold(_ type: EntryType, _ members: EntryMembers) -> Self? {
    let hold = members.integer("hold")
    switch type {
    case .holdPlaced:
      return hold.map { .holdPlaced($0, until: members.text("until"), HoldName(members.text)) }
        ?? .malformed("places no hold")
    case .holdLifted:
      return hold.map { .holdLifted($0, ended: members.text("ended")) } ?? .malformed("lifts no hold")
    case .holdChanged:
      return hold.map { .holdChanged($0, until: members.text("until")) } ?? .malformed("changes no hold")
    case .holdNarrowed:
      guard let hold, members.text("root") != nil, members.integer("members") != nil else {
        return .malformed("takes people from no hold")
      }
      return .holdNarrowed(hold)
    default: return nil
    }
  }

  // MARK: Record sets and stores

  private static func ofRecordSet(_ type: EntryType, _ members: EntryMembers) -> Self? {
    let recordSet = members.text("recordSet").map(RecordSetName.init)
    switch type {
    case .recordSetDied:
      guard let recordSet, let deaths = members.integer("deaths") else {
        return .malformed("tells of a death in no record set")
      }
      return .died(recordSet: recordSet, deaths: deaths)
    case .recordSetPassed, .recordSetResumed:
      return recordSet.map { .deathsEnded(recordSet: $0) } ?? .malformed("ends the deaths of no record set")
    case .surveyMade:
      return recordSet.map { .surveyed(recordSet: $0) } ?? .malformed("is a survey of no record set")
    case .storeIdentified, .storeAccepted:
      guard let store = members.text("store"), members.text("place") != nil,
        type == .storeIdentified || members.text("by") != nil && members.text("reason") != nil
      else { return .malformed("identifies no store") }
      return .storeIdentified(store: StoreName(store), previous: members.integer("previous"))
    default: return nil
    }
  }

  // MARK: What somebody agreed to

  private static func ofApproval(_ type: EntryType, _ members: EntryMembers) -> Self? {
    switch type {
    case .configurationApproved:
      let kept = ApprovedVolume(members.data)?.keptBatches ?? []
      return members.text("configuration").map {
        .approved(configuration: ConfigurationDigest($0), keptBatches: kept)
      }
        ?? .malformed("approves nothing")
    case .firstRunContinued:
      guard let recordSets = members.data["recordSets"]?.stringList, !recordSets.isEmpty else {
        return .malformed("is a word on no first run")
      }
      return .firstRunContinued(
        recordSets: recordSets.map(RecordSetName.init),
        configuration: members.text("configuration").map(ConfigurationDigest.init),
        approval: members.integer("approval"))
    default: return nil
    }
  }

  // MARK: The journal itself

  private static func ofJournal(_ type: EntryType, _ members: EntryMembers, _ time: Instant) -> Self? {
    switch type {
    case .journalCreated:
      return .created(
        verifierKey: members.text("verifierKey") ?? "", epochEntries: members.integer("epochEntries"))
    case .keyRotated:
      return .rotated(
        verifierKey: members.text("verifierKey") ?? "", epochEntries: members.integer("epochEntries"))
    case .anchorReceipt:
      return AnchorReceipt(members.text, members.integer).map { .receipt($0) }
        ?? .malformed("is a receipt of no anchor")
    case .journalVerified:
      return JournalVerification(members.text, members.integer).map { .verified($0) }
        ?? .malformed("verifies nothing")
    case .clockAccepted:
      return ClockAcceptance(members.text, entryTime: time).map { .clockAccepted(from: $0.from) }
        ?? .malformed("accepts a clock without its own time and the one before")
    case .runsPaused, .runsResumed:
      let isWhole =
        members.text("by") != nil && members.text("reason") != nil
        && members.text("until").map { Instant(iso8601: $0) != nil } ?? true
      guard isWhole else { return .malformed("pauses or resumes runs without who and why") }
      return type == .runsPaused ? .paused : .resumed
    case .historyAccepted, .backupMade:
      guard let size = members.integer("size"), let root = members.text("root") else {
        return .malformed("says no size and root of the journal before it")
      }
      return .root(size: size, root: root)
    default: return nil
    }
  }
}
