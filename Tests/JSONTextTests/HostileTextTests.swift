import HostileInputs
import Testing

@testable import JSONText

@Suite struct HostileTextTests {
  @Test("No garbled text makes the reader or the scan trap, and what is read is written again")
  func garbled() {
    let good =
      #"{"a":-12,"b":{"c":[1,2,{"d":"\ud83d\ude00\n"}],"e":9007199254740991},"f":true,"g":null,"h":1.5e3}"#
    for bytes in HostileInputs.plain + Array(HostileInputs.mutations(of: Array(good.utf8), count: 4_000)) {
      if let value = (try? JSONNode(parsing: bytes)).flatMap({ JSONValue($0) }) { _ = value.canonical }
      if let scan = CanonicalScan(bytes) {
        for name in ["a", "b", "", "\u{0}"] {
          _ = scan.integer(name, in: scan.root)
          _ = scan.string(name, in: scan.root)
          _ = scan.object(name, in: scan.root)
        }
      }
    }
  }

  @Test("Depth is an error and not the end of the stack", arguments: ["[", "{\"a\":"])
  func depth(opening: String) {
    let text = Array(String(repeating: opening, count: 200_000).utf8)
    #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: text) }
    #expect(CanonicalScan(text) == nil)
  }

  @Test("A number beyond 53 bits is no value, however it is written", arguments: HostileInputs.numbers)
  func numbers(number: String) {
    let node = try? JSONNode(parsing: Array("{\"a\":\(number)}".utf8))
    guard let value = node.flatMap({ JSONValue($0) })?["a"]?.integerValue else { return }
    #expect(abs(value) < 1 << 53)
  }
}
