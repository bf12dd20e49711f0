internal import Crypto
internal import Identifiers
internal import RecordStores
internal import Words

/// The holds in force at one moment, as the journal's state has them: read once for all record sets.
struct HoldsInForce {
  /// The holds on people and records, by the evidence key that they were placed under.
  private(set) var byKey: [HoldsUnderKey] = []
  /// The record sets that are held as a whole.
  var recordSets: Set<RecordSetName> = []
  var domains: Set<DomainID> = []
  var stores: Set<StoreName> = []

  var isEmpty: Bool {
    byKey.allSatisfy(\.isEmpty) && recordSets.isEmpty && domains.isEmpty && stores.isEmpty
  }

  /// Changes the holds under one key, the first of which makes their place.
  mutating func under(_ key: EvidenceKey, _ change: (inout HoldsUnderKey) throws -> Void) rethrows {
    if let place = byKey.firstIndex(where: { $0.key.id == key.id }) {
      try change(&byKey[place])
    } else {
      var holds = HoldsUnderKey(key: key)
      try change(&holds)
      byKey.append(holds)
    }
  }
}

/// The holds in force on people and records whose locators are under one evidence key.
struct HoldsUnderKey {
  let key: EvidenceKey
  /// The people of holds that were placed under `FirstSpelling`.
  var firstSubjects = HeldSubjects()
  /// The people of holds that were placed under `HeldSpelling`.
  var subjects = HeldSubjects()
  /// The locators of the records that are held, by record set.
  var records: [RecordSetName: Set<[UInt8]>] = [:]

  init(key: EvidenceKey) { self.key = key }

  var isEmpty: Bool { firstSubjects.isEmpty && subjects.isEmpty && records.isEmpty }
}

/// The holds in force, asked about the rows of one record set or dependent table.
final class HoldRegister: HoldTest {
  private let holds: HoldsInForce
  /// The holds under each key, where there is one that rows can be under.
  private let tests: [KeyTest]
  private let store: StoreName
  private let form: SubjectForm
  private let isWholeSetHeld: Bool
  /// Tells if a hold on anything can keep a row, since rows depend on others.
  private let asksAncestors: Bool
  /// Told which member of a list a row named, if somebody asks for it. One hold is asked then, which is under one key.
  private let found: FoundMembers?
  private var spelling = HeldSpelling()

  /// - Parameter recordSet: nil for rows of a dependent table that belong to none.
  private init(
    _ holds: HoldsInForce, store: StoreName, recordSet: RecordSetName?, domains: Set<DomainID>,
    form: SubjectForm,
    asksAncestors: Bool, found: FoundMembers?
  ) {
    self.found = found
    self.holds = holds
    self.store = store
    self.form = form
    self.asksAncestors = asksAncestors
    isWholeSetHeld =
      recordSet.map(holds.recordSets.contains) ?? false || !holds.domains.isDisjoint(with: domains)
      || holds.stores.contains(store)
    tests = holds.byKey.map { KeyTest($0, store: store, recordSet: recordSet) }.filter { !$0.isEmpty }
  }

  convenience init(_ holds: HoldsInForce, recordSet: RecordSet, found: FoundMembers? = nil) {
    self.init(
      holds, store: recordSet.store, recordSet: recordSet.name, domains: recordSet.allDomains,
      form: recordSet.subjectForm, asksAncestors: recordSet.asksAncestors, found: found)
  }

  var isEmpty: Bool { asksAncestors ? holds.isEmpty : !isWholeSetHeld && tests.isEmpty }
  var needsKey: Bool { tests.contains { $0.needsKey } }

  func test(of recordSet: RecordSet) -> any HoldTest {
    HoldRegister(holds, recordSet: recordSet, found: found)
  }

  func test(of dependent: Dependent) -> any HoldTest {
    HoldRegister(
      holds, store: store, recordSet: nil, domains: dependent.allDomains, form: dependent.subjectForm,
      asksAncestors: false, found: found)
  }

  func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) -> Bool {
    if isWholeSetHeld { return true }
    guard !tests.isEmpty else { return false }
    if let subject = unsafe subject {
      for test in tests where test.hasFirstSubjects {
        if unsafe test.isHeldAtFirst(subject) { return true }
      }
      unsafe spelling.write(subject, as: form)
      for test in tests {
        // Whoever was held before is reached by what is said of spellings now.
        if test.hasFirstSubjects, unsafe spelling.bytes.withUnsafeBytes({ unsafe test.isHeldAtFirst($0) }) {
          return true
        }
        if let member = test.member(spelling.bytes) {
          found?.insert(member)
          return true
        }
      }
    }
    for test in tests where test.needsKey {
      if unsafe test.isHeld(record: key) { return true }
    }
    return false
  }
}

/// The holds under one evidence key, asked about the rows of one record set.
private final class KeyTest {
  private let holds: HoldsUnderKey
  private let records: Set<[UInt8]>
  private let fresh: HMAC<SHA256>
  private var buffer = InlineArray<128, UInt8>(repeating: 0)
  let hasFirstSubjects: Bool
  private let hasSubjects: Bool

  init(_ holds: HoldsUnderKey, store: StoreName, recordSet: RecordSetName?) {
    self.holds = holds
    records = recordSet.flatMap { holds.records[$0] } ?? []
    fresh = holds.key.locatorState(store: store, recordSet: recordSet)
    hasFirstSubjects = !holds.firstSubjects.isEmpty
    hasSubjects = !holds.subjects.isEmpty
  }

  var isEmpty: Bool { !hasFirstSubjects && !hasSubjects && records.isEmpty }
  var needsKey: Bool { !records.isEmpty }

  func isHeldAtFirst(_ subject: UnsafeRawBufferPointer) -> Bool {
    let count = unsafe FirstSpelling.normalise(subject, into: &buffer)
    let tag = unsafe withUnsafeBytes(of: &buffer) {
      unsafe holds.key.tag(UnsafeRawBufferPointer(rebasing: $0[..<count]))
    }
    return holds.firstSubjects.contains(tag: tag) {
      holds.key.firstSubjectLocator((0..<count).map { buffer[$0] })
    }
  }

  /// The place of the held person who has a spelling; nil for nobody.
  func member(_ spelling: [UInt8]) -> Int? {
    guard hasSubjects else { return nil }
    return holds.subjects.index(tag: holds.key.tag(spelling)) { holds.key.subjectLocator(spelling) }
  }

  func isHeld(record key: UnsafeRawBufferPointer) -> Bool {
    var state = fresh
    unsafe state.update(data: key)
    return records.contains(Array(state.finalize()))
  }
}
