internal import Identifiers
package import RecordStores

/// Holds on people as a journal has them: each in every spelling that a hold is given, compared in the form of the row's column.
package final class SpelledHolds: HoldTest {
  private let spellings: Set<[UInt8]>
  private let form: SubjectForm
  private var spelling = HeldSpelling()

  init(spellings: Set<[UInt8]>, form: SubjectForm) {
    self.spellings = spellings
    self.form = form
  }

  package var isEmpty: Bool { spellings.isEmpty }
  package var needsKey: Bool { false }

  package func test(of recordSet: RecordSet) -> any HoldTest {
    SpelledHolds(spellings: spellings, form: recordSet.subjectForm)
  }

  package func test(of dependent: Dependent) -> any HoldTest {
    SpelledHolds(spellings: spellings, form: dependent.subjectForm)
  }

  package func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) -> Bool {
    guard let subject = unsafe subject else { return false }
    unsafe spelling.write(subject, as: form)
    return spellings.contains(spelling.bytes)
  }
}
