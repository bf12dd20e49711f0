internal import Crypto
internal import Identifiers
internal import RecordStores

/// The holds in force at one moment, as the journal's state has them: read once for all record sets.
struct HoldsInForce {
  /// The people of holds that were placed under `FirstSpelling`.
  var firstSubjects = HeldSubjects()
  /// Those of holds that were placed under `HeldSpelling`.
  var subjects = HeldSubjects()
  /// The locators of the records that are held, by record set.
  var records: [String: Set<[UInt8]>] = [:]
  /// The record sets that are held as a whole.
  var recordSets: Set<String> = []
  var domains: Set<String> = []
  var stores: Set<String> = []

  var isEmpty: Bool {
    firstSubjects.isEmpty && subjects.isEmpty && records.isEmpty && recordSets.isEmpty && domains.isEmpty
      && stores.isEmpty
  }
}

/// The holds in force, asked about the rows of one record set or dependent table.
final class HoldRegister: HoldTest {
  private let holds: HoldsInForce
  private let evidenceKey: EvidenceKey
  private let store: String
  private let form: SubjectForm
  private let isWholeSetHeld: Bool
  /// Tells if a hold on anything can keep a row, since rows depend on others.
  private let asksAncestors: Bool
  private let records: Set<[UInt8]>
  private let fresh: HMAC<SHA256>
  /// Told which member of a list a row named, if somebody asks for it.
  private let found: FoundMembers?
  private var buffer = InlineArray<128, UInt8>(repeating: 0)
  private var spelling = HeldSpelling()

  /// - Parameter recordSet: nil for rows of a dependent table that belong to none.
  private init(
    _ holds: HoldsInForce, evidenceKey: EvidenceKey, store: String, recordSet: String?, domains: Set<String>,
    form: SubjectForm, asksAncestors: Bool, found: FoundMembers?
  ) {
    self.found = found
    self.holds = holds
    self.evidenceKey = evidenceKey
    self.store = store
    self.form = form
    self.asksAncestors = asksAncestors
    isWholeSetHeld =
      recordSet.map(holds.recordSets.contains) ?? false || !holds.domains.isDisjoint(with: domains)
      || holds.stores.contains(store)
    records = recordSet.flatMap { holds.records[$0] } ?? []
    fresh = evidenceKey.locatorState(store: store, recordSet: recordSet ?? "")
  }

  convenience init(
    _ holds: HoldsInForce, evidenceKey: EvidenceKey, recordSet: RecordSet, found: FoundMembers? = nil
  ) {
    self.init(
      holds, evidenceKey: evidenceKey, store: recordSet.store, recordSet: recordSet.name,
      domains: recordSet.allDomains, form: recordSet.subjectForm, asksAncestors: recordSet.asksAncestors,
      found: found)
  }

  var isEmpty: Bool {
    if asksAncestors { return holds.isEmpty }
    return !isWholeSetHeld && holds.firstSubjects.isEmpty && holds.subjects.isEmpty && records.isEmpty
  }
  var needsKey: Bool { !records.isEmpty }

  func test(of recordSet: RecordSet) -> any HoldTest {
    HoldRegister(holds, evidenceKey: evidenceKey, recordSet: recordSet, found: found)
  }

  func test(of dependent: Dependent) -> any HoldTest {
    HoldRegister(
      holds, evidenceKey: evidenceKey, store: store, recordSet: nil, domains: dependent.allDomains,
      form: dependent.subjectForm, asksAncestors: false, found: found)
  }

  func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) -> Bool {
    if isWholeSetHeld { return true }
    if let subject = unsafe subject {
      if !holds.firstSubjects.isEmpty, unsafe isHeldAtFirst(subject) { return true }
      if !holds.subjects.isEmpty || !holds.firstSubjects.isEmpty, unsafe isHeldNow(subject) { return true }
    }
    guard !records.isEmpty else { return false }
    var state = fresh
    unsafe state.update(data: key)
    return records.contains(Array(state.finalize()))
  }

  private func isHeldAtFirst(_ subject: UnsafeRawBufferPointer) -> Bool {
    let count = unsafe FirstSpelling.normalise(subject, into: &buffer)
    let tag = unsafe withUnsafeBytes(of: &buffer) {
      unsafe evidenceKey.tag(UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
    return holds.firstSubjects.contains(tag: tag) {
      evidenceKey.firstSubjectLocator((0..<count).map { buffer[$0] })
    }
  }

  private func isHeldNow(_ subject: UnsafeRawBufferPointer) -> Bool {
    unsafe spelling.write(subject, as: form)
    // Whoever was held before is reached by what is said of spellings now.
    if !holds.firstSubjects.isEmpty,
      unsafe spelling.bytes.withUnsafeBytes({ unsafe isHeldAtFirst($0) })
    {
      return true
    }
    let member = holds.subjects.index(tag: evidenceKey.tag(spelling.bytes)) {
      evidenceKey.subjectLocator(spelling.bytes)
    }
    guard let member else { return false }
    found?.insert(member)
    return true
  }
}
