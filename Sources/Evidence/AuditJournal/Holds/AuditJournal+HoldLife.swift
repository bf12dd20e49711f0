package import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog

extension AuditJournal {
  // MARK: Days

  /// Gives a hold other days.
  ///
  /// - Parameters:
  ///   - review: what the hold's review day becomes; nil for none.
  ///   - until: what its last day becomes; nil if only somebody ends it.
  package func changeHold(
    _ id: Int, review: CivilDate?, until: CivilDate?, reason: String, by: String, at time: Instant
  ) throws {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    try write(at: time) {
      var row = try holdRow(id)
      (row.terms.review, row.terms.until, row.changed) = (review, until, size)
      try store(row)
      try appendInTransaction(
        [.holdChanged(hold: id, review: review, until: until, reason: reason, by: by)], at: time)
    }
  }

  /// Ends the holds whose last day is over. The day is the one that the signed entries say: a row that somebody changed ends no hold.
  ///
  /// - Parameter today: the day by a time that was accepted, in the rules' time zone.
  /// - Returns: the holds that ended.
  package func endHolds(before today: CivilDate, at time: Instant) throws -> [Hold] {
    guard try holdRows().contains(where: { $0.isOver(today) }) else { return [] }
    return try write(at: time) {
      var ended: [Hold] = []
      for row in try holdRows() where row.isOver(today) {
        guard let until = row.terms.until, let index = row.changed ?? row.entry else {
          throw JournalError.damaged("hold \(row.id) has a last day that no entry says")
        }
        let entry = try entry(at: index)
        guard entry.data["hold"]?.integerValue == row.id,
          entry.data["until"]?.stringValue == until.description,
          [.holdPlaced, .holdChanged].contains(entry.type)
        else {
          throw JournalError.damaged("hold \(row.id) has another last day than entry \(index) says")
        }
        _ = try delete(hold: row.id)
        try appendInTransaction([.holdEnded(hold: row.id, until: until)], at: time)
        ended.append(try row.hold())
      }
      if !ended.isEmpty { try raiseHoldGeneration() }
      return ended
    }
  }

  // MARK: One person of a list

  /// Ends the holds of a case on some people, and keeps those on the others of its lists.
  ///
  /// A spelling that others of the list have, too, stays: in doubt it keeps.
  ///
  /// - Parameters:
  ///   - reference: the case.
  ///   - pseudonyms: what columns may have in an identifier's place.
  /// - Returns: what became of each of the identifiers, in their order.
  package func liftPersons(
    _ identifiers: [String], reference: String, reason: String, by: String, at time: Instant,
    pseudonyms: ((String) -> [String])? = nil
  ) throws -> [LiftedPerson] {
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    return try write(at: time) {
      let before = size
      var result = identifiers.map { _ in LiftedPerson.notHeld }
      for row in try holdRows() where row.terms.reference == reference {
        let lifted: [LiftedPerson]
        switch row.kind {
        case .persons: lifted = try lift(identifiers, from: row, pseudonyms, reason, by, at: time)
        case .subject:
          let key = try evidenceKey(of: row)
          lifted = identifiers.map {
            key.firstSubjectLocator(FirstSpelling.normalised($0)) == row.locator ? .lifted : .notHeld
          }
          if lifted.contains(.lifted) {
            _ = try delete(hold: row.id)
            try appendInTransaction([.holdLifted(hold: row.id, reason: reason, by: by)], at: time)
          }
        case .record, .recordSet, .domain, .store: continue
        }
        for index in lifted.indices { result[index] = max(result[index], lifted[index]) }
      }
      if size > before { try raiseHoldGeneration() }
      return result
    }
  }

  private func lift(
    _ identifiers: [String], from row: HoldRow, _ pseudonyms: ((String) -> [String])?, _ reason: String,
    _ by: String, at time: Instant
  ) throws -> [LiftedPerson] {
    let people = try storedPersons(of: row)
    let lifted = HeldPersons.lifting(
      identifiers, from: people, evidenceKey: try evidenceKey(of: row), pseudonyms)
    guard lifted.rest.members.count < people.members.count else { return lifted.persons }
    guard lifted.rest.count > 0 else {
      _ = try delete(hold: row.id)
      try appendInTransaction([.holdLifted(hold: row.id, reason: reason, by: by)], at: time)
      return lifted.persons
    }
    let rest = HoldEntry.People(lifted.rest)
    var row = row
    (row.locator, row.persons, row.narrowed) = (rest.root.bytes, rest.persons, size)
    try store(row)
    try deleteMembers(ofHold: row.id)
    try write(lifted.rest.members, ofHold: row.id)
    try write(shared: lifted.rest.shared, ofHold: row.id)
    try appendInTransaction([.holdNarrowed(hold: row.id, rest, reason: reason, by: by)], at: time)
    return lifted.persons
  }

}

extension HoldRow {
  fileprivate func isOver(_ today: CivilDate) -> Bool { terms.until.map { $0 < today } ?? false }
}

extension HeldPersons {
  /// The people of a list without some.
  ///
  /// - Returns: the others, and what became of each of the identifiers.
  static func lifting(
    _ identifiers: [String], from people: HeldPersons, evidenceKey: EvidenceKey,
    _ pseudonyms: ((String) -> [String])?
  ) -> (rest: HeldPersons, persons: [LiftedPerson]) {
    let known = Set((0..<people.members.count).map { Array(people.members.locator($0)) })
    let shared = Set(
      stride(from: 0, to: people.shared.count, by: 32).map { Array(people.shared[$0..<$0 + 32]) })
    var gone: Set<[UInt8]> = []
    var persons: Set<[UInt8]> = []
    let lifted = identifiers.map { identifier -> LiftedPerson in
      // A person of the list has the spelling that a column without a form has.
      let own = evidenceKey.subjectLocator(textSpelling(of: identifier))
      guard known.contains(own) else { return .notHeld }
      if !shared.contains(own) { persons.insert(own) }
      var isShared = false
      for spelling in spellings(of: identifier, pseudonyms) {
        let locator = evidenceKey.subjectLocator(spelling)
        if shared.contains(locator) { isShared = true } else { gone.insert(locator) }
      }
      return isShared ? .shared : .lifted
    }
    let rest = stored(
      members: people.members.without(gone), shared: people.shared,
      count: max(0, people.count - persons.count), pseudonyms: people.pseudonyms)
    return (rest, lifted)
  }
}
