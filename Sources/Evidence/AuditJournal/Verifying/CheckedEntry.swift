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
    case planned(plan: PlanDigest, due: Int?)
    /// A run begins; one that purges again what a restore brought back has no plan.
    case runBegan(run: RunName, configuration: ConfigurationDigest, plan: PlanDigest?)
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
    case approved(configuration: ConfigurationDigest, keptBatches: [Int])
    case firstRunContinued(recordSets: [RecordSetName], configuration: ConfigurationDigest?, approval: Int?)
    case receipt(AnchorReceipt)
    case surveyed(recordSet: RecordSetName)
    case verified(JournalVerification)
    /// The clock is right, somebody said, though the journal's last time was `from`.
    case clockAccepted(from: Instant)
    /// The process died in a record set, so many times in a row.
    case died(recordSet: RecordSetName, deaths: Int)
    /// A run came through a record set, or a person resumed it: its deaths begin anew.
    case deathsEnded(recordSet: RecordSetName)
    /// Runs may change no store, or may again.
    case paused
    case resumed
    /// What a store is; `previous` is the entry that said it before.
    case storeIdentified(store: StoreName, previous: Int?)
    /// The journal's root at an earlier size, or at its own.
    case root(size: Int, root: String)
    /// An entry that is followed by its parts: what it says is known with the last of them.
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
    if entry.type == .entryPart {
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
    let members = EntryMembers.built(entry.data)
    statement = Statement(
      type: entry.type, index: entry.index, time: entry.time, members,
      stage: { BatchIntent(entry.data)?.stage })
    keys = KeyStatement(type: entry.type, text: members.text, integer: members.integer)
  }

  private init(time: Instant, statement: Statement, laterKind: String?) {
    self.time = time
    self.statement = statement
    self.laterKind = laterKind
  }

  private static func laterKind(_ type: EntryType, _ version: Int?) -> String? {
    let kind = EntryKind.kind(type: type, version: version)
    return EntryKind.first.contains(kind) ? nil : kind
  }

  /// Types of entries whose members are not texts and numbers alone; there are few of them.
  private static let structured: Set<EntryType> = [
    .configurationApproved, .firstRunContinued, .entryPart, .runEnded, .reconcileEnded,
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
      let type = string("type").map(EntryType.init),
      let time = string("time").flatMap({ Instant(iso8601: $0) }),
      !structured.contains(type), scan.integer(EntryParts.countMember, in: data) == nil
    else { return nil }
    let members = EntryMembers.scanned(scan, in: data)
    var checked = CheckedEntry(
      time: time,
      statement: Statement(
        type: type, index: index, time: time, members,
        stage: { scan.object("dependents", in: data) == nil ? nil : memo.stage(of: scan, in: data) }),
      laterKind: laterKind(type, scan.integer("version", in: data)))
    if let state = scan.object(StateMember.name, in: data) {
      let state = EntryMembers.scanned(scan, in: state)
      checked.state = StateMember(state.text, state.integer).map(State.member) ?? .malformed
    } else if scan.value(StateMember.name, in: data) != nil {
      checked.state = .malformed
    }
    checked.keys = KeyStatement(type: type, text: members.text, integer: members.integer)
    return checked
  }
}
