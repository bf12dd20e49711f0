import OutsideOracles
import StoreConformance
import Testing

@testable import Identifiers

/// What a hold calls one person: each group's spellings are equal under its form, and reach each other through a hold.
@Suite struct HeldSpellingTests {
  static func held(_ text: String, as form: SubjectForm) -> [UInt8] { held(Array(text.utf8), as: form) }

  static func held(_ bytes: [UInt8], as form: SubjectForm) -> [UInt8] {
    var spelling = HeldSpelling()
    unsafe bytes.withUnsafeBytes { unsafe spelling.write($0, as: form) }
    return spelling.bytes
  }

  @Test(
    "Spellings of one person are one under the form, and a hold on any of them has it",
    arguments: PersonSpellings.all)
  func onePerson(person: PersonSpellings) {
    let expected = Self.held(person.spellings[0], as: person.form)
    for spelling in person.spellings {
      #expect(Self.held(spelling, as: person.form) == expected, "\(spelling)")
      let hold = HeldSpelling.all(of: spelling)
      for other in person.spellings {
        #expect(
          hold.contains(Self.held(other, as: person.form)), "a hold on \(spelling), a row with \(other)")
      }
    }
  }

  @Test(
    "Whatever was one person under version 1 of the spellings is one under version 2, under a text's form")
  func noneIsLost() {
    // Version 1 left out ASCII's spaces, points and hyphens, and the case.
    for text in ["1 85 99 78 006 084", "A-b.C d", "185997800608436", "X\t1\r\n", "---1"] {
      let first = text.filter { !" .-\t\r\n".contains($0) && $0 != "\r\n" }.uppercased()
      #expect(Self.held(text, as: .text) == Self.held(first, as: .text))
    }
  }

  @Test(
    "Two people stay two",
    arguments: [
      (SubjectForm.nir, "1859978006084", "1859978006085"), (.email, "a@example.org", "b@example.org"),
      (.phone, "06 12 34 56 78", "06 12 34 56 79"), (.phone, "+49 612345678", "+33 612345678"),
      (.iban, "FR1420041010050500013M02606", "FR1420041010050500013M02607"), (.number, "42", "420"),
      (.number, "42", "42.5"), (.number, "1", "-"),
      (.uuid, "6f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f", "6f1c2d3e"),
      (.text, "007", "7"), (.text, "jose", "jos\u{E9}"),
    ])
  func twoPeople(form: SubjectForm, one: String, other: String) {
    #expect(Self.held(one, as: form) != Self.held(other, as: form))
  }

  @Test("A hold on a telephone number reaches it in a column that nobody gave a form")
  func phoneAsText() {
    let writings = ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "612345678", "33612345678"]
    for hold in writings {
      for row in writings {
        #expect(HeldSpelling.all(of: hold).contains(Self.held(row, as: .text)), "\(hold), \(row)")
      }
    }
  }

  @Test(
    "Bytes that are no UTF-8 are two people if they differ, under every form", arguments: SubjectForm.allCases
  )
  func invalidBytes(form: SubjectForm) {
    let one: [UInt8] = Array("Ren".utf8) + [0xE9]
    let other: [UInt8] = Array("Ren".utf8) + [0xE8]
    #expect(Self.held(one, as: form) != Self.held(other, as: form))
    #expect(Self.held(one, as: form) == Self.held(Array("REN ".utf8) + [0xE9], as: form))
    #expect(Self.held(one, as: form) == Self.held("Ren\u{E9}", as: form))
  }

  @Test("A UUID's sixteen bytes are its digits")
  func binaryUUID() {
    let bytes: [UInt8] = [
      0x6F, 0x1C, 0x2D, 0x3E, 0x4A, 0x5B, 0x6C, 0x7D, 0x8E, 0x9F, 0x0A, 0x1B, 0x2C, 0x3D, 0x4E, 0x5F,
    ]
    #expect(Self.held(bytes, as: .uuid) == Self.held("6f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f", as: .uuid))
  }

  @Test("A hold on a number that no floating-point column can have reaches what is left of it there")
  func rounded() throws {
    let number = "12345678901234567891"
    let stored = try #require(Double(number)).description
    #expect(HeldSpelling.all(of: number).contains(Self.held(stored, as: .number)))
    #expect(HeldSpelling.all(of: number).contains(Self.held(stored, as: .text)))
  }

  @Test("What a form does not read is compared as a text", arguments: SubjectForm.allCases)
  func fallback(form: SubjectForm) {
    for text in ["someone", "", "??", "12x"] {
      #expect(HeldSpelling.all(of: text).contains(Self.held(text, as: form)))
    }
    #expect(Self.held("", as: form).isEmpty)
  }

  @Test("What Python folds to one text is one text here, for every code point")
  func caseFolding() throws {
    let scalars = (0...0x10FFFF).compactMap { Unicode.Scalar($0 as Int) }.filter {
      $0.value > 0x20 && $0 != "\u{7F}"
    }
    let folded = try OraclePython.lines("casefold.py", input: scalars.map { String($0.value, radix: 16) })
    var spelling: [String: (scalar: Unicode.Scalar, bytes: [UInt8])] = [:]
    for (scalar, fold) in zip(scalars, folded) {
      let bytes = Self.held(String(scalar), as: .text)
      if let known = spelling[fold] {
        #expect(
          known.bytes == bytes,
          "U+\(String(scalar.value, radix: 16)) and U+\(String(known.scalar.value, radix: 16))")
      } else {
        spelling[fold] = (scalar, bytes)
      }
    }
  }

  @Test(
    "The exact spelling is one where the person certainly is one",
    arguments: [
      (SubjectForm.nir, "1 85 99 78 006 084 36", "1859978006084"),
      (.email, " Someone@Example.ORG", "someone@example.org"),
      (.number, "+42.0", "42"), (.number, "0042", "0042"), (.number, "4.2e1", "42"), (.number, "x7", "x7"),
      (.uuid, "{6F1C2D3E4A5B6C7D8E9F0A1B2C3D4E5F}", "6f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f"),
      (.text, " Jose\u{301} ", "Jos\u{E9}"),
    ])
  func exact(form: SubjectForm, written: String, expected: String) {
    #expect(Array(form.exact(written).utf8) == Array(expected.utf8))
  }

  @Test("A form is read by its name and by the one that it had", arguments: SubjectForm.allCases)
  func names(form: SubjectForm) {
    #expect(SubjectForm(name: form.rawValue) == form)
    #expect(SubjectForm(name: form.pseudonymName) == form)
    #expect(SubjectForm(name: "zip") == nil)
  }
}
