internal import Dispatch
internal import Identifiers
internal import Synchronization
internal import TransparencyLog

/// The people of one hold as the journal keeps them: of each spelling a tag and a locator, and no identifier (decision 40).
///
/// They are made before anything is written, so that a list of a million keeps nobody waiting for the journal.
package struct HeldPersons: Sendable {
  /// The most bytes that an identifier has: whatever is longer is no identifier, and names nobody.
  package static let longestIdentifier = 1_024

  /// More spellings than this are compared with their entry, however many people the row says that they are: one person has a few, and some dozens
  /// with pseudonyms.
  static let mostSpellingsOfOne = 64

  /// The version of the spellings.
  static let spellings = HeldSpelling.version

  /// Tag and locator of each spelling, sorted by locator, none twice.
  let members: HoldMembers
  /// The locators that several people of the list have: none of them is lifted with one person.
  let shared: [UInt8]
  /// How many people the list names. Spellings that any column would call equal are one person's.
  package let count: Int
  /// The domains and key versions whose pseudonyms of the people are among the members.
  package let pseudonyms: [HeldPseudonyms]

  /// - Parameters:
  ///   - pseudonyms: what other columns may have in an identifier's place, if there is something.
  ///   - reach: the domains and key versions that the pseudonyms are of.
  init(
    _ identifiers: [String], evidenceKey: EvidenceKey, reach: [HeldPseudonyms] = [],
    pseudonyms: (@Sendable (String) -> [String])? = nil
  ) throws(JournalError) {
    guard !identifiers.isEmpty else { throw .text(field: "identifier", cause: "none is given") }
    var spellings = try Self.tagged(identifiers, evidenceKey, pseudonyms)
    spellings.sort { $0.isBefore($1) }
    var members = HoldMembers()
    members.reserve(spellings.count)
    var shared: [UInt8] = []
    var start = 0
    while start < spellings.count {
      var end = start + 1
      while end < spellings.count, spellings[end].locator == spellings[start].locator { end += 1 }
      members.append(tag: spellings[start].tag, locator: spellings[start].locator.bytes)
      if spellings[start..<end].contains(where: { $0.person != spellings[start].person }) {
        shared += spellings[start].locator.bytes
      }
      start = end
    }
    self.members = members
    self.shared = shared
    count = Self.distinct(spellings)
    self.pseudonyms = reach
  }

  /// Returns the spellings of all identifiers with their tags, in no order: all cores share them.
  private static func tagged(
    _ identifiers: [String], _ evidenceKey: EvidenceKey, _ pseudonyms: (@Sendable (String) -> [String])?
  ) throws(JournalError) -> [TaggedSpelling] {
    let stretch = 1_024
    let parts = Mutex<[[TaggedSpelling]]>([])
    let nameless = Mutex<Int?>(nil)
    DispatchQueue.concurrentPerform(iterations: (identifiers.count + stretch - 1) / stretch) { part in
      var found: [TaggedSpelling] = []
      found.reserveCapacity(stretch * 2)
      var written = HeldSpelling()
      for index in part * stretch..<min((part + 1) * stretch, identifiers.count) {
        let identifier = identifiers[index]
        let before = found.count
        let person = person(identifier, &written, evidenceKey)
        for spelling in spellings(of: identifier, pseudonyms) {
          found.append(TaggedSpelling(spelling, of: person, evidenceKey))
        }
        if found.count == before { nameless.withLock { $0 = min($0 ?? index, index) } }
      }
      parts.withLock { $0.append(found) }
    }
    if let index = nameless.withLock({ $0 }) {
      throw .text(
        field: "identifier \(index + 1)",
        cause: "it has neither a letter nor a digit, or is too long, and names nobody: correct it")
    }
    return parts.withLock { parts in
      let all = Array(parts.joined())
      parts = []
      return all
    }
  }

  private init(members: HoldMembers, shared: [UInt8], count: Int, pseudonyms: [HeldPseudonyms]) {
    self.members = members
    self.shared = shared
    self.count = count
    self.pseudonyms = pseudonyms
  }

  /// The same people, read back from a journal or from an exported hold.
  static func stored(
    members: HoldMembers, shared: [UInt8], count: Int, pseudonyms: [HeldPseudonyms]
  ) -> HeldPersons {
    HeldPersons(members: members, shared: shared, count: count, pseudonyms: pseudonyms)
  }

  /// Returns every spelling that a hold on an identifier has, and those of its pseudonyms; none if it names nobody.
  static func spellings(of identifier: String, _ pseudonyms: ((String) -> [String])?) -> Set<[UInt8]> {
    guard identifier.utf8.count <= longestIdentifier else { return [] }
    var found = HeldSpelling.all(of: identifier).filter { !$0.isEmpty }
    guard !found.isEmpty, let pseudonyms else { return found }
    for pseudonym in pseudonyms(identifier) {
      found.formUnion(HeldSpelling.all(of: pseudonym).lazy.filter { !$0.isEmpty })
    }
    return found
  }

  /// What tells the people of a list apart: the tag of the spelling that a column without a form has.
  private static func person(_ identifier: String, _ written: inout HeldSpelling, _ key: EvidenceKey)
    -> UInt64
  {
    var identifier = identifier
    identifier.withUTF8 { unsafe written.write(UnsafeRawBufferPointer($0), as: .text) }
    return key.tag(written.bytes)
  }

  static func textSpelling(of identifier: String) -> [UInt8] {
    var written = HeldSpelling()
    var identifier = identifier
    identifier.withUTF8 { unsafe written.write(UnsafeRawBufferPointer($0), as: .text) }
    return written.bytes
  }

  private static func distinct(_ spellings: [TaggedSpelling]) -> Int {
    var people = spellings.map(\.person)
    people.sort()
    var count = 0
    for index in people.indices where index == 0 || people[index] != people[index - 1] { count += 1 }
    return count
  }
}
