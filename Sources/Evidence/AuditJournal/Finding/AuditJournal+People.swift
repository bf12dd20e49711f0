internal import Identifiers
internal import JSONText
internal import RecordStores
internal import SQLite
package import TransparencyLog
internal import Words

extension AuditJournal {
  /// Everything that the journal says of a person. Only the holder of the evidence key can ask.
  ///
  /// Each row of each batch costs one HMAC for each spelling, one for whether it names nobody, and two hashes for the batch's root: a journal of ten million rows takes some seconds a spelling.
  ///
  /// - Parameters:
  ///   - identifiers: the person's identifier and others of the same person. Each is asked in all spellings that a hold has.
  ///   - pseudonyms: what rows may have in an identifier's place.
  /// - Throws: `JournalError.text` where an identifier names nobody.
  package func evidence(ofPerson identifiers: [String], pseudonyms: (String) -> [String] = { _ in [] }) throws
    -> PersonEvidence
  {
    guard identifiers.allSatisfy({ !HeldSpelling.all(of: $0).isSubset(of: [[]]) }) else {
      throw JournalError.text(
        field: "subject", cause: "nothing is left of it without blanks, points and dashes: it names nobody")
    }
    let identifiers = identifiers + Set(identifiers.flatMap(pseudonyms)).sorted()
    let spellings = Set(identifiers.flatMap { HeldSpelling.all(of: $0) }).filter { !$0.isEmpty }
    return try snapshot {
      let search = PersonSearch(of: spellings, in: self)
      let reading = try BatchReading<[SubjectPlace]>(of: self, asking: search.places)
      let holds = try holds(on: identifiers, spellings)
      return PersonEvidence(
        batches: reading.batches.map { batch in
          PersonBatch(
            batch: BatchName(entry: batch.index), intent: batch.intent, prepared: (batch.index, batch.time),
            outcome: batch.end, approval: reading.approval(of: batch), places: batch.answer)
        }, asked: search.asked, unasked: search.unasked, nameless: search.nameless, holds: holds.read,
        unreadHolds: holds.unread, underOtherKeys: search.underOtherKeys)
    }
  }

  /// The proof that an entry is in the journal, with the place of one of its rows as what is added.
  package func proof(of place: SubjectPlace, in batch: PersonBatch) throws -> LogProof {
    let proof = try proof(of: batch.prepared.entry)
    return LogProof(inclusion: proof.inclusion, note: proof.note, extra: place.bytes)
  }

  // MARK: Holds

  /// The holds that were placed on a person, over or not, from the entries: the state has those in force alone.
  private func holds(on identifiers: [String], _ spellings: Set<[UInt8]>) throws
    -> (read: [PersonHold], unread: [Int])
  {
    let locators = locators(of: identifiers, spellings)
    var found: [Int: PersonHold] = [:]
    var unread: Set<Int> = []
    try forEachProvenEntry(where: \.isOfHold) { entry in
      guard let id = entry.data["hold"]?.integerValue else { return }
      let moment = PersonHold.Moment(entry: entry.index, time: entry.time)
      switch entry.type {
      case .holdPlaced:
        switch try isPlaced(entry, on: locators) {
        case true?:
          found[id] = PersonHold(
            id: id, reference: entry.data["reference"]?.stringValue ?? "", placed: moment, lifted: nil)
        case nil: unread.insert(id)
        case false?: break
        }
      case .holdLifted:
        if let hold = found[id] {
          found[id] = PersonHold(id: id, reference: hold.reference, placed: hold.placed, lifted: moment)
        }
      // Whoever was taken from a list is not among its members any more.
      case .holdNarrowed: if found[id] == nil { unread.insert(id) }
      default: break
      }
    }
    return (found.values.sorted { $0.placed.entry < $1.placed.entry }, unread.sorted())
  }

  /// Every locator that a hold on the person may have under a key that is at hand: under version 1 of the spellings and under version 2.
  private func locators(of identifiers: [String], _ spellings: Set<[UInt8]>) -> Set<String> {
    var locators: Set<[UInt8]> = []
    for key in evidenceTurns.known {
      for identifier in identifiers {
        locators.insert(key.firstSubjectLocator(FirstSpelling.normalised(identifier)))
      }
      for spelling in spellings {
        locators.insert(
          key.firstSubjectLocator(FirstSpelling.normalised(String(decoding: spelling, as: UTF8.self))))
        locators.insert(key.subjectLocator(spelling))
      }
    }
    return Set(locators.map { Hexadecimal.encode($0) })
  }

  /// Tells if an entry places a hold on a person of these locators; nil where the entry itself does not say whom the hold is on.
  private func isPlaced(_ entry: JournalEntry, on locators: Set<String>) throws -> Bool? {
    let isReadable =
      evidenceTurns.key(entry.data["evidenceKey"]?.stringValue ?? evidenceTurns.first) != nil
    switch entry.data["kind"]?.stringValue {
    case "subject" where !isReadable, "persons" where !isReadable: return nil
    case "subject": return entry.data["locator"]?.stringValue.map(locators.contains) ?? false
    case "record", "record-set", "domain", "store": return false
    case "persons":
      // The entry of a single person has the locators. Those of a list are in the state, and only while it is in force.
      if case .array(let single)? = entry.data["locators"] {
        return single.contains { $0.stringValue.map(locators.contains) ?? false }
      }
      return try entry.data["hold"]?.integerValue.flatMap { try storedLocators(ofHold: $0) }.map { members in
        members.contains { locators.contains(Hexadecimal.encode($0)) }
      }
    default: return nil
    }
  }
}
