import CivilTime
import Foundation
import JSONText
import RecordStores
import TestNames
import Testing
import Words

@testable import AuditJournal

/// Pseudonym keys and hierarchies stay what the first batch that used them said.
@Suite struct KeyPinTests {
  private static let used = KeyUse(
    keys: [
      KeyPin(domain: "a", version: 1, holder: .first, id: "a1"),
      KeyPin(domain: "a", version: 1, holder: .second, id: "a1s"),
      KeyPin(domain: "b", version: 1, holder: .first, id: "b1"),
      KeyPin(domain: "b", version: 2, holder: .first, id: "b2"),
    ],
    hierarchies: [HierarchyPin(file: "places.csv", digest: "p"), HierarchyPin(file: "jobs.csv", digest: "j")])

  private static func holders(_ keys: [KeyPin]) -> Set<KeyPin> {
    Set(keys.map { KeyPin(domain: $0.domain, version: $0.version, holder: $0.holder, id: "") })
  }

  private func prepare(_ journal: AuditJournal, _ folder: JournalFolder, _ use: KeyUse) throws -> BatchName {
    try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["k"]), BatchCompanions(uses: use),
      holdGeneration: journal.holdGeneration(),
      at: folder.start)
  }

  private func pinned() throws -> (folder: JournalFolder, journal: AuditJournal) {
    let folder = try JournalFolder()
    do {
      let journal = try folder.create()
      try folder.begin(journal)
      _ = try prepare(journal, folder, Self.used)
    }
    return (folder, try folder.open(.run))
  }

  private func isKey(_ error: any Error) -> Bool {
    if case JournalError.key = error { true } else { false }
  }

  @Test(
    "The first intent that uses a key pins it, once; the intent has its version, and an intent that is refused pins nothing"
  )
  func pins() throws {
    let (folder, journal) = try pinned()
    #expect(try Set(journal.pinnedKeys().map(\.pin)) == Set(Self.used.keys))
    #expect(try Set(journal.pinnedHierarchies().map(\.pin)) == Set(Self.used.hierarchies))
    let size = journal.size
    let batch = try prepare(journal, folder, Self.used)
    #expect(journal.size == size + 1, "one entry more")
    #expect(
      try journal.intent(of: AuditJournal.index(of: batch)).intent.keyVersions == ["a": 1, "b": 2])
    #expect(try folder.verify().findings == [])

    let other = try JournalFolder()
    let fresh = try other.create()
    #expect(throws: JournalError.holdsChanged) {
      try fresh.prepare(
        other.intent(count: 1), keys: other.keys(["k"]), BatchCompanions(uses: Self.used), holdGeneration: 7,
        at: other.start)
    }
    #expect(try fresh.size == 1 && fresh.pinnedKeys().isEmpty && fresh.pinnedHierarchies().isEmpty)
    let plain = try prepare(fresh, other, KeyUse())
    #expect(try fresh.entry(at: AuditJournal.index(of: plain)).data["keyVersions"] == nil)
  }

  @Test(
    "Each other key in a place is refused when it is compared and when it is used: of a domain, a version, a holder, or a new one"
  )
  func others() throws {
    let (folder, journal) = try pinned()
    try journal.checkPins(Self.used, holders: Self.holders(Self.used.keys))
    let size = journal.size
    for (place, right) in Self.used.keys.enumerated() {
      for id in Self.used.keys.map(\.id) + ["new"] where id != right.id {
        var use = Self.used
        use.keys[place] = KeyPin(domain: right.domain, version: right.version, holder: right.holder, id: id)
        #expect("\(right) \(id)") {
          try journal.checkPins(use, holders: Self.holders(use.keys))
        } throws: {
          isKey($0) && "\($0)".contains(right.name) && "\($0)".contains(id)
        }
        #expect { try prepare(journal, folder, use) } throws: { isKey($0) }
      }
    }
    // A key under a version that nobody has used is no other's.
    for pin in Self.used.keys {
      let new = KeyPin(domain: "c", version: 1, holder: .first, id: pin.id)
      #expect { try journal.checkPins(KeyUse(keys: [new]), holders: [new]) } throws: { isKey($0) }
    }
    for place in Self.used.hierarchies.indices {
      var use = Self.used
      use.hierarchies[place] = HierarchyPin(file: Self.used.hierarchies[place].file, digest: "other")
      #expect { try journal.checkPins(use, holders: Self.holders(use.keys)) } throws: {
        isKey($0) && "\($0)".contains(Self.used.hierarchies[place].file)
      }
      #expect { try prepare(journal, folder, use) } throws: { isKey($0) }
    }
    #expect(journal.size == size)
  }

  @Test("A second holder who has gone or come is refused, also where no key is at hand")
  func holders() throws {
    let (_, journal) = try pinned()
    for change in [
      { $0.remove(KeyPin(domain: "a", version: 1, holder: .second, id: "")) },
      { $0.insert(KeyPin(domain: "b", version: 2, holder: .second, id: "")) },
    ] as [(inout Set<KeyPin>) -> Any?] {
      var holders = Self.holders(Self.used.keys)
      _ = change(&holders)
      #expect { try journal.checkPins(KeyUse(), holders: holders) } throws: { isKey($0) }
    }
  }

  @Test("A hierarchy that changed on purpose is accepted once, and refused if it changes back")
  func accepted() throws {
    let (folder, journal) = try pinned()
    let new = HierarchyPin(file: "places.csv", digest: "q")
    #expect(try journal.accept(new, reason: "a new list", by: "somebody", at: folder.start))
    #expect(try !journal.accept(new, reason: "a new list", by: "somebody", at: folder.start))
    try journal.checkPins(KeyUse(hierarchies: [new]), holders: [])
    #expect { try journal.checkPins(Self.used, holders: []) } throws: { isKey($0) }
    #expect(try folder.verify().findings == [])
  }

  @Test("A key that was destroyed, or is being destroyed, and is there again is refused under any version")
  func destroyed() throws {
    for isDone in [false, true] {
      let (folder, journal) = try pinned()
      let key = DestroyedKey(
        domain: "b", version: 1, ids: ["b1"], recordSets: ["person"], isDone: isDone)
      try journal.destroy(key, reason: "its purpose is over", by: "somebody", at: folder.start)
      #expect(try journal.destroyedKeys().map(\.key) == [key])
      for back in [
        KeyPin(domain: "b", version: 1, holder: .first, id: "b1"),
        KeyPin(domain: "b", version: 1, holder: .first, id: "other"),
        KeyPin(domain: "b", version: 3, holder: .first, id: "b1"),
        KeyPin(domain: "c", version: 1, holder: .first, id: "b1"),
      ] {
        #expect("\(back)") { try journal.checkPins(KeyUse(keys: [back]), holders: [back]) } throws: {
          isKey($0)
        }
      }
      let others = Self.used.keys.filter { $0.id != "b1" }
      try journal.checkPins(KeyUse(keys: others), holders: Self.holders(others))
      try journal.checkPins(
        Self.used, holders: Self.holders(Self.used.keys), for: .destroying(domain: "b", version: 1))
      #expect(try folder.verify().findings == [])
    }
  }
}
