internal import CivilTime
internal import JSONText
internal import Words

/// What verifying asks of an entry: that it is canonical and says which entry it is, its time, and what it changes.
struct CheckedEntry: Sendable {
  let time: Instant
  let statement: Statement
  /// Its kind, where that came later than the state's marks of kinds.
  let laterKind: String?
  /// What it says of the state.
  var state = State.none
  /// What it says of keys; nil for nothing.
  var keys: KeyStatement?

  enum State: Equatable {
    case none
    case member(StateMember)
    case malformed
  }

  enum Statement: Sendable {
    case created(verifierKey: String, epochEntries: Int?)
    case rotated(verifierKey: String, epochEntries: Int?)
    case planned(plan: String, due: Int?)
    /// A run begins; one that purges again what a restore brought back has no plan.
    case runBegan(run: RunName, configuration: String, plan: String?)
    case runEnded(CheckedRunEnd)
    /// A run left rows that are due.
    case rowsLeft(run: RunName)
    case intent(CheckedIntent)
    /// `gone` are those that the entry has an end for, and `missing` those that were not there, which may stand in `left`, too.
    case files(batch: Int, left: Int, gone: Int, missing: Int)
    case filesSettled(batch: Int, count: Int)
    /// `isRecovered` tells if it was found out later.
    case outcome(batch: Int, outcome: BatchOutcome, isRecovered: Bool)
    case holdPlaced(Int, until: String?, HoldName?)
    /// `ended` is the last day of a hold that nobody lifted.
    case holdLifted(Int, ended: String?)
    case holdChanged(Int, until: String?)
    case holdNarrowed(Int)
    /// The keys of these batches go on waiting for a word.
    case approved(configuration: String, keptBatches: [Int])
    case firstRunContinued(recordSets: [String], configuration: String?, approval: Int?)
    case receipt(AnchorReceipt)
    case surveyed(recordSet: String)
    case verified(JournalVerification)
    /// The clock is right, somebody said, though the journal's last time was `from`.
    case clockAccepted(from: Instant)
    /// The process died in a record set, so many times in a row.
    case died(recordSet: String, deaths: Int)
    /// A run came through a record set, or a person resumed it: its deaths begin anew.
    case deathsEnded(recordSet: String)
    /// What a store is; `previous` is the entry that said it before.
    case storeIdentified(store: String, previous: Int?)
    /// The journal's root at an earlier size, or at its own.
    case root(size: Int, root: String)
    /// So many parts follow, and what the entry says is known with the last of them.
    case divided(JournalEntry, parts: Int)
    case part(JournalEntry)
    case other
    /// It has its type, and not what belongs to that.
    case malformed(String)
  }

  /// - Throws: `JournalError.damaged` where the bytes are no entry of this index and journal.
  init(bytes: [UInt8], index: Int, origin: String, memo: inout IntentMemo) throws(JournalError) {
    if let scanned = Self.scan(bytes, index: index, origin: origin, memo: &memo) {
      self = scanned
      return
    }
    let entry = try JournalEntry(bytes: bytes, index: index, origin: origin)
    defer {
      state = entry.data[StateMember.name].map { StateMember($0).map(State.member) ?? .malformed } ?? .none
    }
    if entry.type == EntryParts.type {
      self.init(time: entry.time, statement: .part(entry), laterKind: nil)
    } else if entry.data[EntryParts.countMember] != nil {
      self.init(
        time: entry.time,
        statement: EntryParts.count(in: entry.data).map { .divided(entry, parts: $0) }
          ?? .malformed("has a number of parts that no entry has"),
        laterKind: Self.laterKind(entry.type, entry.data["version"]?.integerValue))
    } else {
      self.init(whole: entry)
    }
  }

  /// - Parameter entry: with the data of all its parts.
  init(whole entry: JournalEntry) {
    time = entry.time
    laterKind = Self.laterKind(entry.type, entry.data["version"]?.integerValue)
    statement = Self.statement(
      type: entry.type, index: entry.index, time: entry.time, text: { entry.data[$0]?.stringValue },
      integer: { entry.data[$0]?.integerValue },
      context: { BatchIntent(entry.data).map { IntentContext($0) } }, data: entry.data)
    keys = KeyStatement(
      type: entry.type, text: { entry.data[$0]?.stringValue }, integer: { entry.data[$0]?.integerValue })
  }

  private init(time: Instant, statement: Statement, laterKind: String?) {
    self.time = time
    self.statement = statement
    self.laterKind = laterKind
  }

  private static func laterKind(_ type: String, _ version: Int?) -> String? {
    let kind = EntryKind.kind(type: type, version: version)
    return EntryKind.first.contains(kind) ? nil : kind
  }

  /// Types of entries whose members are not texts and numbers alone; there are few of them.
  private static let structured: Set = [
    "retentiond.configuration.approved", FirstRunWord.type, EntryParts.type, AuditJournal.runEndedType,
    "retentiond.reconcile.ended",
  ]

  /// The same, without building anything; nil where the entry is not plain.
  private static func scan(_ bytes: [UInt8], index: Int, origin: String, memo: inout IntentMemo)
    -> CheckedEntry?
  {
    guard let scan = CanonicalScan(bytes) else { return nil }
    func string(_ name: String) -> String? {
      scan.string(name, in: scan.root).map { String(decoding: $0, as: UTF8.self) }
    }
    guard let data = scan.object("data", in: scan.root), scan.is("specversion", "1.0", in: scan.root),
      scan.is("id", String(index), in: scan.root), scan.is("source", origin, in: scan.root),
      let type = string("type"), let time = string("time").flatMap({ Instant(iso8601: $0) }),
      !structured.contains(type), scan.integer(EntryParts.countMember, in: data) == nil
    else { return nil }
    var checked = CheckedEntry(
      time: time,
      statement: statement(
        type: type, index: index, time: time,
        text: { name in scan.string(name, in: data).map { String(decoding: $0, as: UTF8.self) } },
        integer: { scan.integer($0, in: data) },
        context: {
          scan.object("dependents", in: data) == nil ? nil : memo.context(of: scan, in: data)
        }), laterKind: laterKind(type, scan.integer("version", in: data)))
    if let state = scan.object(StateMember.name, in: data) {
      let member = StateMember(
        { name in scan.string(name, in: state).map { String(decoding: $0, as: UTF8.self) } },
        { scan.integer($0, in: state) })
      checked.state = member.map(State.member) ?? .malformed
    } else if scan.value(StateMember.name, in: data) != nil {
      checked.state = .malformed
    }
    checked.keys = KeyStatement(
      type: type,
      text: { name in scan.string(name, in: data).map { String(decoding: $0, as: UTF8.self) } },
      integer: { scan.integer($0, in: data) })
    return checked
  }

  private static func statement(
    type: String, index: Int, time: Instant, text: (String) -> String?, integer: (String) -> Int?,
    context: () -> IntentContext?, data: JSONValue = .null
  ) -> Statement {
    switch type {
    case "retentiond.journal.created":
      return .created(verifierKey: text("verifierKey") ?? "", epochEntries: integer("epochEntries"))
    case "retentiond.key.rotated":
      return .rotated(verifierKey: text("verifierKey") ?? "", epochEntries: integer("epochEntries"))
    case "retentiond.batch.prepared":
      do {
        return try CheckedIntent(at: index, text, integer, context: context()).map { .intent($0) }
          ?? .malformed("is an intent without its rows, or of an action that this program does not know")
      } catch {
        return .malformed("is an intent of a version that this program does not know, or a part of one")
      }
    case "retentiond.plan.made":
      return text("plan").map { .planned(plan: $0, due: integer("due")) } ?? .malformed("makes no plan")
    case "retentiond.run.started":
      guard let run = text("run").map(RunName.init), let configuration = text("configuration"),
        let plan = text("plan")
      else {
        return .malformed("begins no run")
      }
      return .runBegan(run: run, configuration: configuration, plan: plan)
    case "retentiond.reconcile.found":
      guard let run = text("run").map(RunName.init), let configuration = text("configuration") else {
        return .malformed("begins no run")
      }
      return .runBegan(run: run, configuration: configuration, plan: nil)
    case AuditJournal.runEndedType, "retentiond.reconcile.ended":
      return CheckedRunEnd(data, isReconciliation: type != AuditJournal.runEndedType).map { .runEnded($0) }
        ?? .malformed("ends no run, or does not say what it changed")
    case "retentiond.row.set-aside", "retentiond.rows.too-few":
      return text("run").map { .rowsLeft(run: RunName($0)) } ?? .malformed("leaves rows of no run")
    case "retentiond.batch.files":
      guard let number = text("batch").flatMap({ BatchName($0).entry }), let left = integer("left")
      else { return .malformed("tells of the files of no batch") }
      let gone = ["removed", "linked", "replaced", "named"].map { integer($0) ?? 0 }
      let missing = integer("missing") ?? 0
      guard (gone + [left, missing]).allSatisfy({ (0...CheckedIntent.largestBatch).contains($0) }) else {
        return .malformed("tells of numbers of files that no batch has")
      }
      return .files(batch: number, left: left, gone: gone.reduce(0, +), missing: missing)
    case "retentiond.files.settled":
      guard let number = text("batch").flatMap({ BatchName($0).entry }) else {
        return .malformed("gives up the files of no batch")
      }
      return .filesSettled(batch: number, count: integer("count") ?? -1)
    case "retentiond.batch.outcome", "retentiond.batch.recovered":
      guard let number = text("batch").flatMap({ BatchName($0).entry }), let word = text("outcome")
      else { return .malformed("is an outcome of no batch") }
      guard let outcome = BatchOutcome(word: word) else {
        return .malformed("has an outcome that this program does not know")
      }
      return .outcome(
        batch: number, outcome: outcome, isRecovered: type == "retentiond.batch.recovered")
    case "retentiond.hold.placed":
      return integer("hold").map { .holdPlaced($0, until: text("until"), HoldName(text)) }
        ?? .malformed("places no hold")
    case "retentiond.hold.lifted":
      return integer("hold").map { .holdLifted($0, ended: text("ended")) } ?? .malformed("lifts no hold")
    case "retentiond.hold.changed":
      return integer("hold").map { .holdChanged($0, until: text("until")) } ?? .malformed("changes no hold")
    case "retentiond.hold.narrowed":
      guard let hold = integer("hold"), text("root") != nil, integer("members") != nil else {
        return .malformed("takes people from no hold")
      }
      return .holdNarrowed(hold)
    case "retentiond.configuration.approved":
      let kept = ApprovedVolume(data)?.keptBatches ?? []
      return text("configuration").map { .approved(configuration: $0, keptBatches: kept) }
        ?? .malformed("approves nothing")
    case FirstRunWord.type:
      guard let recordSets = data["recordSets"]?.stringList, !recordSets.isEmpty else {
        return .malformed("is a word on no first run")
      }
      return .firstRunContinued(
        recordSets: recordSets, configuration: text("configuration"), approval: integer("approval"))
    case AuditJournal.deathType:
      guard let recordSet = text("recordSet"), let deaths = integer("deaths") else {
        return .malformed("tells of a death in no record set")
      }
      return .died(recordSet: recordSet, deaths: deaths)
    case "retentiond.record-set.passed", "retentiond.record-set.resumed":
      return text("recordSet").map { .deathsEnded(recordSet: $0) }
        ?? .malformed("ends the deaths of no record set")
    case AuditJournal.receiptType:
      return AnchorReceipt(text, integer).map { .receipt($0) } ?? .malformed("is a receipt of no anchor")
    case AuditJournal.surveyType:
      return text("recordSet").map { .surveyed(recordSet: $0) } ?? .malformed("is a survey of no record set")
    case AuditJournal.verifiedType:
      return JournalVerification(text, integer).map { .verified($0) } ?? .malformed("verifies nothing")
    case AuditJournal.clockAcceptedType:
      return ClockAcceptance(text, entryTime: time).map { .clockAccepted(from: $0.from) }
        ?? .malformed("accepts a clock without its own time and the one before")
    case StoreRecord.identifiedType, StoreRecord.acceptedType:
      guard let store = text("store"), text("place") != nil,
        type == StoreRecord.identifiedType || text("by") != nil && text("reason") != nil
      else { return .malformed("identifies no store") }
      return .storeIdentified(store: store, previous: integer("previous"))
    case HistoryAcceptance.type, AuditJournal.backupMadeType:
      guard let size = integer("size"), let root = text("root") else {
        return .malformed("says no size and root of the journal before it")
      }
      return .root(size: size, root: root)
    default: return .other
    }
  }
}
