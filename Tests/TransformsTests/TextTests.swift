import RecordStores
import Testing

@testable import Transforms

@Suite struct TextTests {
  private static func redacted(_ text: String, _ kinds: Set<RedactedKind> = Set(RedactedKind.allCases)) throws
    -> String
  {
    try #require(try TransformBench.transform(.redacted(kinds)).apply(.text(text)).text)
  }

  @Test(
    "Scrubbing writes a tag in the place of",
    arguments: [
      // The NIR of the public test patients.
      ("NIR 2 79 03 51 215 189 89, merci", "NIR [NIR], merci"), ("279035121518989", "[NIR]"),
      ("2790351215189.", "[NIR]."),
      ("no2790351215189", "no2790351215189"), ("27903512151898", "27903512151898"),
      ("284052A321025 52", "[NIR]"),
      ("2 84 05 2b 321 025", "[NIR]"), ("7 1 123 12345678", "[NIR]"), ("1531345007231", "1531345007231"),
      ("IBAN FR14 2004 1010 0505 0001 3M02 606 merci", "IBAN [IBAN] merci"),
      ("fr1420041010050500013m02606", "[IBAN]"),
      ("FR1420041010050500013M02607", "[IBAN]"), ("DE89370400440532013000!", "[IBAN]!"),
      ("DE89370400440532013001", "DE89370400440532013001"),
      ("écrire à anne.o'malley+x@mail.example.org.", "écrire à [EMAIL]."),
      ("<élodie@exemple.example>", "<[EMAIL]>"),
      ("a@b@c.example", "[EMAIL]@c.example"), ("@someone", "@someone"), ("x @ y", "x @ y"),
      ("Tél. 06 12 34 56 78 ou 01.23.45.67.89", "Tél. [PHONE] ou [PHONE]"),
      ("+33 (0)6 12 34 56 78", "[PHONE]"),
      ("0033612345678", "[PHONE]"), ("06\u{202F}12\u{202F}34\u{202F}56\u{202F}78", "[PHONE]"),
      ("+44 20 7946 0000", "[PHONE]"),
      ("le 12/03/2024, 1234 euros", "le 12/03/2024, 1234 euros"), ("00612345678", "[PHONE]"), ("", ""),
      // Digits before a number that look like its beginning: all that could be of either goes.
      ("Appel: 01/02/2024 06 12 34 56 78", "Appel: [PHONE]"),
      // By chance an IBAN begins here, says its check.
      ("Appel du 01/02/2024 06 12 34 56 78", "Appel [PHONE]"),
      ("Dossier 0123 06 12 34 56 78", "Dossier [PHONE]"), ("15/02/2024 2 79 03 51 215 189 89", "[NIR]"),
      ("01234 2 79 03 51 215 189 89", "[NIR]"), ("2790351215189 06 12 34 56 78", "[PHONE]"),
      ("06 12 34.56 08 06 12 34 56 78.", "[PHONE]."),
      ("06 12 34 56 78 07 12 34 56 78", "[PHONE] [PHONE]"),
      ("jean.dupont.0612345678@free.fr", "[EMAIL]"), ("06.12.34.56.78-x@free.fr 1", "[EMAIL] 1"),
    ])
  func scrubs(text: String, expected: String) throws {
    #expect(try Self.redacted(text) == expected)
    #expect(try Self.redacted(expected) == expected)
  }

  @Test("Only what is asked for is scrubbed")
  func kinds() throws {
    let text = "a@b.example 0612345678 279035121518989 DE89370400440532013000"
    #expect(try Self.redacted(text, [.email]) == "[EMAIL] 0612345678 279035121518989 DE89370400440532013000")
    #expect(try Self.redacted(text, [.phone, .iban]) == "a@b.example [PHONE] 279035121518989 [IBAN]")
    #expect(try Self.redacted("0612345678@b.example", [.email]) == "[EMAIL]")
    #expect(try Self.redacted("Appel du 01/02/2024 06 12 34 56 78", [.phone]) == "Appel du [PHONE]")
    #expect(
      try Self.redacted("jean.dupont.0612345678@free.fr", [.phone]) == "jean.dupont.[PHONE]@free.fr")
  }

  @Test(
    "A text made to keep a search busy comes back, a third of a million characters long",
    arguments: ["@", "a", "1 ", "FR14 ", "a@", "+3", "FR14a", "2 84 05 2b ", ".@", "é1", "0", "\u{301}"])
  func hostile(piece: String) throws {
    let text = String(repeating: piece, count: 300_000 / piece.unicodeScalars.count)
    // A search that begins anew at each character would not come back while anybody waits.
    _ = try Self.redacted(text)
  }

  @Test("A text is cut after whole characters, and what is no text is refused")
  func cut() throws {
    let transform = try TransformBench.transform(.truncated(keepFirst: 2))
    #expect(try transform.apply(.text("e\u{301}👨‍👩‍👧x")) == .text("e\u{301}👨‍👩‍👧"))
    #expect(try transform.apply(.text("a")) == .text("a"))
    #expect(try transform.apply(.null) == .null)
    for value in [ColumnValue.integer(4711), .blob([47]), .real(4711)] {
      #expect(throws: TransformError.notText(transform: "text")) { try transform.apply(value) }
      #expect(throws: TransformError.notText(transform: "text")) {
        try TransformBench.transform(.redacted([.nir])).apply(value)
      }
    }
  }

  @Test("A surrogate is another UUID each time, and the same within a batch only where that is asked")
  func surrogates() throws {
    let fresh = try TransformBench.transform(.surrogate(isConsistentInBatch: false))
    let values = try (0..<100).map { _ in try #require(try fresh.apply(.text("someone")).text) }
    #expect(Set(values).count == 100)
    #expect(
      values.allSatisfy {
        $0.wholeMatch(of: #/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#) != nil
      })
    let consistent = try TransformBench.transform(.surrogate(isConsistentInBatch: true))
    let one = try consistent.apply(.text("someone"))
    #expect(try consistent.apply(.text("someone")) == one)
    #expect(try consistent.apply(.text("another")) != one)
    let next = try TransformBench.transform(.surrogate(isConsistentInBatch: true))
    #expect(try next.apply(.text("someone")) != one)
    guard case .blob(let bytes) = try fresh.apply(.blob([1])) else {
      Issue.record("no bytes")
      return
    }
    #expect(bytes.count == 16)
    #expect(try fresh.apply(.null) == .null)
    #expect(throws: TransformError.notText(transform: "surrogate")) { try fresh.apply(.integer(4711)) }
  }
}
