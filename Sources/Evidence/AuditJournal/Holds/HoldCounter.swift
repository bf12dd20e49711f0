internal import Identifiers
package import RecordStores
internal import SQLite
package import Words

/// One hold, asked what it keeps: the rows of record set after record set, and then who of its people none of them named.
package final class HoldCounter {
  package let hold: Hold
  private let holds: HoldsInForce
  private let found = FoundMembers()

  init(_ hold: Hold, _ holds: HoldsInForce) {
    self.hold = hold
    self.holds = holds
  }

  /// The hold's test for the rows of a record set.
  package func test(for recordSet: RecordSet) -> any HoldTest {
    HoldRegister(holds, recordSet: recordSet, found: found)
  }

  /// Tells if a row that was asked about named a person.
  package func wasFound(_ identifier: String) -> Bool {
    // One hold is under one key.
    guard let held = holds.byKey.first else { return false }
    return HeldSpelling.all(of: identifier).contains { spelling in
      let member = held.subjects.index(tag: held.key.tag(spelling)) { held.key.subjectLocator(spelling) }
      return member.map(found.contains) ?? false
    }
  }
}

/// The members of a list that rows have named so far.
final class FoundMembers {
  private var bits: [UInt64] = []

  func insert(_ member: Int) {
    if member / 64 >= bits.count {
      bits += Array(repeating: 0, count: member / 64 + 1 - bits.count)
    }
    bits[member / 64] |= 1 << UInt64(member % 64)
  }

  func contains(_ member: Int) -> Bool {
    member / 64 < bits.count && bits[member / 64] & 1 << UInt64(member % 64) != 0
  }
}

extension AuditJournal {
  /// One hold in force, to be asked what it keeps.
  package func counter(ofHold id: Int) throws -> HoldCounter {
    try inOneRead {
      HoldCounter(try holdRow(id).hold(), try loadHolds(id))
    }
  }

  /// Returns what the intents of some batches say, and which of them have no outcome yet.
  package func standing(ofBatches names: [BatchName]) throws -> [BatchStanding] {
    guard !names.isEmpty else { return [] }
    return try inOneRead {
      let open = Set(try openBatches().map { BatchName(entry: $0) })
      return try names.map { name in
        let intent = try intent(of: Self.index(of: name)).intent
        return BatchStanding(
          batch: name, recordSet: intent.recordSet, action: intent.action, count: intent.count,
          isOpen: open.contains(name))
      }
    }
  }
}

/// A batch that was under way when a hold was placed.
package struct BatchStanding: Hashable, Sendable {
  package let batch: BatchName
  package let recordSet: RecordSetName
  package let action: StageAction
  package let count: Int
  package let isOpen: Bool
}
