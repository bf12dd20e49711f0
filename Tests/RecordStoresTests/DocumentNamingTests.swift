import Files
import RecordStores
import Testing

/// What names say of documents.
@Suite struct DocumentNamingTests {
  @Test(
    "A pattern finds its parts, the shortest first, and nothing in what is of another form",
    arguments: [
      ("{nir}/{closed}_{number}.pdf", "1/2_3.pdf", ["nir": "1", "closed": "2", "number": "3"]),
      ("{nir}/{closed}_{number}.pdf", "1/2_3_4.pdf", ["nir": "1", "closed": "2", "number": "3_4"]),
      ("{nir}/{closed}_{number}.pdf", "1/x/2_3.pdf", nil), ("{nir}/{closed}_{number}.pdf", "1/_3.pdf", nil),
      ("{nir}/{closed}_{number}.pdf", "1/2_3.pdf.bak", nil), ("{a}-*.txt", "x-.txt", ["a": "x"]),
      ("*/{a}.txt", "dir/x.txt", ["a": "x"]), ("*/{a}.txt", "x.txt", nil), ("fixed.txt", "fixed.txt", [:]),
    ] as [(String, String, [String: String]?)])
  func patterns(pattern: String, path: String, expected: [String: String]?) {
    let found = DocumentNaming(pattern: pattern, sidecar: nil).values(in: FilePath(path))
    #expect(found == expected?.mapValues(ColumnValue.text))
  }

  @Test("What is no pattern is none", arguments: ["{a}{b}", "{a}*", "{}", "{a", "a}", "{a{b}}"])
  func noPattern(pattern: String) { #expect(DocumentNaming(pattern: pattern, sidecar: nil).columns == nil) }

  @Test("A long name that fits nowhere is given up")
  func hostilePattern() {
    let naming = DocumentNaming(pattern: "{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}.pdf", sidecar: nil)
    // With each place tried again and again it would take years: then this test does not end.
    #expect(naming.values(in: FilePath(String(repeating: "a-", count: 400))) == nil)
  }
}
