import JSONText
import Testing

/// What a person reads who made mistakes in a configuration file.
@Suite struct DocumentReaderTests {
  /// Reads a text the way a loader does, and gives the messages.
  private func problems(_ text: String, _ read: (Field) -> Void = { _ in }) -> [String] {
    let reader = DocumentReader(file: "rules.json")
    if let field = reader.parse(Array(text.utf8)) { read(field) }
    do throws(DocumentProblems) {
      try reader.finish()
      return []
    } catch {
      return error.description.split(separator: "\n").map(String.init)
    }
  }

  @Test("A right text has no problem, and its values are there")
  func values() {
    let found = problems(#"{"s": "x", "b": true, "i": 3, "d": 0.5, "a": [1, 2], "m": {"k": 1}}"#) { field in
      let fields = field.object(["s", "b", "i", "d", "a", "m", "optional"])
      #expect(fields?.required("s")?.string == "x")
      #expect(fields?["b"]?.bool == true)
      #expect(fields?["i"]?.integer == 3)
      #expect(fields?["i"]?.double == 3)
      #expect(fields?["d"]?.double == 0.5)
      #expect(fields?["a"]?.array?.compactMap(\.integer) == [1, 2])
      #expect(fields?["m"]?.map?.map(\.name) == ["k"])
      #expect(fields?["m"]?.peek("k")?.path == "$.m.k")
      #expect(fields?["s"]?.peek("k") == nil)
      #expect(fields?["optional"] == nil)
    }
    #expect(found == [])
  }

  @Test(
    "Every problem is there at once, in the order of the text, each on one line with place, path, cause, remedy"
  )
  func allAtOnce() {
    let text = """
      {
        "periode": 1,
        "list": [{"id": 7}, {"id": "x", "id": "y"}],
        "odd name": {"it's": null}
      }
      """
    let found = problems(text) { field in
      guard let fields = field.object(["period", "list", "odd name"]) else { return }
      _ = fields["odd name"]?.map?.first?.field.bool
      _ = fields.required("period")
      for element in fields["list"]?.array ?? [] { _ = element.object(["id"])?.required("id")?.string }
    }
    #expect(
      found == [
        #"rules.json:1:1: $: no "period"; add it"#,
        #"rules.json:2:14: $.periode: unknown key "periode"; did you mean "period"?"#,
        "rules.json:3:19: $.list[0].id: a number, where a string should stand; write it in double quotes",
        #"rules.json:3:35: $.list[1].id: "id" stands twice in this object; keep one of them"#,
        #"rules.json:4:24: $['odd name']['it\'s']: null, where true or false should stand; "#
          + "write true or false, without quotes",
      ])
  }

  @Test("Every name that stands twice is reported with its path, and the first is read")
  func repeatedNames() {
    let found = problems(#"{"a": {"x": 1, "x": 2, "x": 3}, "b": [{"y": 1, "y": 2}], "a": 4}"#) { field in
      #expect(field.object(["a", "b"])?["a"]?.peek("x")?.integer == 1)
    }
    #expect(
      found.map { $0.split(separator: ":", maxSplits: 4)[3] } == [" $.a.x", " $.a.x", " $.b[0].y", " $.a"])
  }

  @Test("A text that is no JSON is one problem, at its place")
  func syntax() {
    #expect(
      problems("{\n  \"a\": 1,\n}").first?.hasPrefix("rules.json:3:1: $: a member's name should stand here; ")
        == true)
  }

  @Test(
    "An unknown key brings the known one that is near, or else the list",
    arguments: [
      ("minimun", "minimum"), ("Period", "period"), ("stgaes", "stages"), ("att", "at"), ("colour", nil),
      ("x", nil),
      (String(repeating: "a", count: 100_000), nil),
    ] as [(String, String?)])
  func suggestion(_ key: String, _ nearest: String?) {
    let found = problems("{\"\(key)\": 1}") { _ = $0.object(["minimum", "period", "stages", "at"]) }
    let remedy = nearest.map { "did you mean \"\($0)\"?" } ?? "known here: minimum, period, stages, at"
    #expect(found.count == 1 && found.first?.hasSuffix("; " + remedy) == true)
  }

  @Test("What a file says cannot break a message's line or reach the terminal as a command")
  func controlCharacters() {
    let found = problems(#"{"a\n\u001b[2J\u202e\u2028": 1}"#) { _ = $0.object(["b"]) }
    #expect(found.count == 1)
    #expect(found.first?.contains(#"unknown key "a\n\u{1B}[2J\u{"#) == true)
    #expect(
      found.first?.unicodeScalars.contains { "\n\u{1B}\u{202E}\u{2028}".unicodeScalars.contains($0) } == false
    )
  }

  @Test("A wrong type is reported once, and says what should stand there")
  func types() {
    for (text, expected, read) in [
      ("1", "write it in double quotes", { _ = $0.string }),
      ("\"1\"", "write a whole number, without quotes", { _ = $0.integer }),
      ("1.5", "write a whole number, without quotes", { _ = $0.integer }),
      ("1e999", "write a number, without quotes", { _ = $0.double }),
      ("\"true\"", "write true or false, without quotes", { _ = $0.bool }),
      ("{}", "write [ ]", { _ = $0.array }), ("[]", "write { }", { _ = $0.object(["a"]) }),
    ] as [(String, String, (Field) -> Void)] {
      let found = problems(text, read)
      #expect(found.count == 1 && found.first?.hasSuffix("; " + expected) == true, "\(text)")
    }
  }
}
