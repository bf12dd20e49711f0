import Testing

@testable import JSONText

@Suite struct CanonicalScanTests {
  @Test("Members are found where they are, with their values")
  func members() throws {
    let text = #"{"a":1,"b":{"a":"x","c":{}},"d":[{"a":2}],"e":-12,"f":"","g":true,"h":null,"i":0}"#
    let scan = try #require(CanonicalScan(Array(text.utf8)))
    #expect(scan.integer("a", in: scan.root) == 1 && scan.integer("e", in: scan.root) == -12)
    #expect(scan.integer("i", in: scan.root) == 0 && scan.integer("f", in: scan.root) == nil)
    let inner = try #require(scan.object("b", in: scan.root))
    #expect(scan.string("a", in: inner).map(Array.init) == Array("x".utf8))
    #expect(scan.string("f", in: scan.root)?.isEmpty == true && scan.string("a", in: scan.root) == nil)
    #expect(scan.object("c", in: inner) != nil && scan.object("d", in: scan.root) == nil)
    #expect(scan.value("z", in: scan.root) == nil && scan.value("d", in: inner) == nil)
    #expect(scan.value("d", in: scan.root).map(Array.init) == Array(#"[{"a":2}]"#.utf8))
  }

  @Test("A sum beyond all numbers, of what is no number or of less than nothing, is none")
  func totals() throws {
    func total(_ values: [String]) throws -> Int? {
      let members = values.enumerated().map { "\"\(100_000 + $0.offset)\":\($0.element)" }
      let scan = try #require(CanonicalScan(Array("{\(members.joined(separator: ","))}".utf8)))
      return scan.total(of: scan.root)
    }
    #expect(try total(["1", "2", "0"]) == 3 && total([]) == 0)
    #expect(try total(["1", "-1"]) == nil && total(["1", "\"2\""]) == nil)
    let many = String(repeating: "9", count: 15)
    #expect(try total(Array(repeating: many, count: 9_000)) == 9_000 * 999_999_999_999_999)
    #expect(try total(Array(repeating: many, count: 9_300)) == nil)
  }

  @Test("Whatever the scan accepts is canonical, and whatever is canonical and plain it accepts")
  func agreement() throws {
    var texts = JSONTexts(seed: 7)
    var accepted = 0
    for number in 0..<20_000 {
      let sample = texts.next(broken: number % 2 == 0)
      let value = (try? JSONNode(parsing: sample)).flatMap { JSONValue($0) }
      // As it is written, and in its canonical form.
      for bytes in [sample, value?.canonical ?? sample] {
        let isObject = bytes.first == UInt8(ascii: "{")
        let isCanonical = (try? JSONNode(parsing: bytes)).flatMap { JSONValue($0) }?.canonical == bytes
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        let isScanned = CanonicalScan(bytes) != nil
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!isScanned || isCanonical, "\(text)")
        // Numbers of sixteen digits and great depth are left to the reader.
        if isObject, isCanonical, isPlain, !text.contains("900719925474099") {
          #expect(isScanned, "\(text)")
          accepted += 1
        }
      }
    }
    #expect(accepted > 500)
  }

  @Test(
    "A text that has another canonical form, or none, is not accepted",
    arguments: [
      "", "{", "{}x", " {}", "{} ", "[]", "1", #"{"b":1,"a":2}"#, #"{"a":1,"a":2}"#, #"{"a":01}"#,
      #"{"a":-0}"#,
      #"{"a":1.0}"#, #"{"a":1e2}"#, #"{"a" :1}"#, #"{"a":1,}"#, #"{"a":}"#, #"{"a"}"#, #"{a:1}"#,
      #"{"a":tru}"#,
      #"{"a":"\u0041"}"#, "{\"a\":\"\u{7F}\"}", #"{"a":[1,]}"#, #"{"a":[,1]}"#, #"{"a":"x}"#,
    ])
  func refused(text: String) {
    #expect(CanonicalScan(Array(text.utf8)) == nil)
  }
}
