package import RecordStores

/// All holds, asked one by one about a row, so that it can be said which of them keep it. For one row: it asks each hold.
package final class HoldNamer: HoldTest {
  private let tests: [(hold: Hold, test: any HoldTest)]
  private let found: FoundMembers

  fileprivate init(_ tests: [(hold: Hold, test: any HoldTest)], found: FoundMembers) {
    self.tests = tests
    self.found = found
  }

  /// The holds that kept a row which was asked about.
  package var named: [Hold] { tests.indices.filter(found.contains).map { tests[$0].hold } }

  package var isEmpty: Bool { tests.allSatisfy { $0.test.isEmpty } }
  package var needsKey: Bool { tests.contains { $0.test.needsKey } }

  package func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool {
    var isHeld = false
    for index in tests.indices where try unsafe tests[index].test.isHeld(subject: subject, key: key) {
      found.insert(index)
      isHeld = true
    }
    return isHeld
  }

  package func test(of recordSet: RecordSet) -> any HoldTest {
    HoldNamer(tests.map { ($0.hold, $0.test.test(of: recordSet)) }, found: found)
  }

  package func test(of dependent: Dependent) -> any HoldTest {
    HoldNamer(tests.map { ($0.hold, $0.test.test(of: dependent)) }, found: found)
  }
}

extension AuditJournal {
  /// The holds in force, each to be asked about the rows of a record set.
  package func holdNamer(for recordSet: RecordSet) throws -> HoldNamer {
    try inOneRead {
      HoldNamer(
        try holdRows().map { row in
          (
            try row.hold(),
            HoldRegister(try loadHolds(row.id), recordSet: recordSet)
          )
        }, found: FoundMembers())
    }
  }
}
