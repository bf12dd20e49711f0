import JSONText
import OutsideOracles
import Testing
import Words

@testable import RetentionPolicy

/// Texts for people: in which languages they may be, what is said of those that are wrong, and which one is shown.
@Suite struct TitleTests {
  // MARK: Tags

  /// From RFC 5646, appendix A, and by hand.
  static let tags = [
    "de", "fr", "ja", "zh-Hant", "zh-cmn-Hans-CN", "cmn-Hans-CN", "zh-yue-HK", "yue-HK", "sr-Latn-RS",
    "sl-rozaj",
    "sl-rozaj-biske", "sl-nedis", "de-CH-1901", "sl-IT-nedis", "hy-Latn-IT-arevela", "de-DE", "en-US",
    "es-419",
    "de-CH-x-phonebk", "az-Arab-x-AZE-derbend", "x-whatever", "qaa-Qaaa-QM-x-southern", "de-Qaaa",
    "en-US-u-islamcal",
    "zh-CN-a-myext-x-private", "en-a-myext-b-another", "DE", "pt-br",
  ]

  static let noTags = [
    "", "i", "x", "f", "fr_FR", "fr FR", "fr-", "-fr", "fr--FR", "français", "fr-FR-", "de-419-DE", "a-DE",
    "en-a", "en-x",
    "languages9", "fr-Latn-Cyrl", "12", "fr-toolongsubtag", "ar-a-aaa-b", "日本",
  ]

  @Test("A tag has the shape that BCP 47 gives it", arguments: tags)
  func tag(_ text: String) { #expect(LanguageTag(text)?.description == text) }

  @Test("What has another shape is no tag", arguments: noTags)
  func noTag(_ text: String) { #expect(LanguageTag(text) == nil) }

  @Test("The schema takes for tags what the loader takes for them")
  func schemaTags() throws {
    let texts = (Self.tags + Self.noTags).map { Self.file(title: "{\"\($0)\": \"D\"}") }
    let accepted = try JSONSchema.accepts(texts, under: "retention-rules.schema.json")
    #expect(accepted == Self.tags.map { _ in true } + Self.noTags.map { _ in false })
  }

  // MARK: Files

  private static func file(
    title: String = #"{"fr": "D", "en": "D"}"#, reason: String? = nil, event: String? = nil
  ) -> String {
    let period = reason.map { #"{"unset": \#($0)}"# } ?? #""P1Y""#
    return """
      {"timeZone": "Europe/Paris", "domains": [{"id": "d", "title": \(title),
        "events": {"e": \(event ?? title)},
        "rules": [{"id": "r", "title": \(title), "source": "law", "trigger": "e", "period": \(period),
          "stages": [{"action": "delete", "at": "period"}]}]}]}
      """
  }

  @Test(
    "One language is enough, whichever it is",
    arguments: [
      #"{"fr": "D"}"#, #"{"en": "D"}"#, #"{"pt-BR": "D"}"#, #"{"de": "D", "fr": "D", "zh-Hant": "D"}"#,
    ])
  func oneLanguage(_ title: String) throws {
    let text = Self.file(title: title, reason: title)
    #expect(Schedule.problems(of: text).isEmpty)
    #expect(try JSONSchema.accepts([text], under: "retention-rules.schema.json") == [true])
  }

  /// What is written in a title's place, and what is said of it, once.
  static let mistakes = [
    ("{}", "a text in no language", #"{"en": "…"}"#),
    (#""D""#, "a text without its language", #"{"en": "…"}"#),
    (#"{"french": "D", "fr_FR": "D"}"#, #""fr_FR" is no language tag"#, "such as fr, en or pt-BR"),
    (#"{"fr": "D", "FR": "D"}"#, "a second text in the language FR", "keep one of them"),
    (#"{"fr": " "}"#, "an empty text", "people who will read it"),
    (#"{"fr": 1}"#, "where a string should stand", "double quotes"),
    ("null", "where an object should stand", "write { }"),
  ]

  @Test(
    "A title that is wrong is one error, wherever it stands, with its place, cause and remedy",
    arguments: mistakes)
  func mistake(written: String, cause: String, remedy: String) throws {
    let right = #"{"en": "D"}"#
    let places = [
      (Self.file(title: right, reason: written), "$.domains[0].rules[0].period.unset"),
      (Self.file(title: right, event: written), "$.domains[0].events.e"),
      (
        Self.file(title: right).replacing(#""r", "title": {"en": "D"}"#, with: #""r", "title": \#(written)"#),
        "$.domains[0].rules[0].title"
      ),
      (
        Self.file(title: right).replacing(#""d", "title": {"en": "D"}"#, with: #""d", "title": \#(written)"#),
        "$.domains[0].title"
      ),
    ]
    for (text, path) in places {
      let problems = Schedule.problems(of: text)
      #expect(problems.count == 1, "\(problems.map(\.description))")
      let found = problems.contains {
        $0.path.hasPrefix(path) && $0.cause.contains(cause) && $0.remedy.contains(remedy)
      }
      #expect(found, "\(problems.map(\.description))")
    }
  }

  @Test("A title that is missing is one error")
  func missing() {
    for title in [
      #""id": "r", "title": {"fr": "D", "en": "D"},"#, #""id": "d", "title": {"fr": "D", "en": "D"},"#,
    ] {
      let text = Self.file().replacing(title, with: String(title.prefix(10)))
      #expect(Schedule.problems(of: text).map(\.cause) == [#"no "title""#])
    }
  }

  // MARK: Which text is shown

  @Test(
    "The language asked for is shown, or a broader one, or the first that says more of it, or the file's first",
    arguments: [
      ("fr", ["fr", "en"], "fr"), ("en", ["fr", "en"], "en"), ("EN", ["fr", "en"], "en"),
      ("de", ["fr", "en"], "fr"),
      ("de", ["en", "fr"], "en"), ("fr-CA", ["en", "fr"], "fr"), ("fr-CA", ["en", "fr", "fr-CA"], "fr-CA"),
      ("pt", ["en", "pt-BR", "pt-PT"], "pt-BR"), ("zh-Hant-TW", ["en", "zh-Hans", "zh-Hant"], "zh-Hant"),
      ("zh-Hant-TW", ["en", "zh-Hans"], "en"), ("de-x-office", ["en", "de"], "de"),
      ("fr-BE", ["en", "fr-CA"], "en"),
    ] as [(String, [String], String)])
  func shown(asked: String, languages: [String], expected: String) throws {
    let wordings = try languages.map { Title.Wording(try #require(LanguageTag($0)), $0) }
    let title = Title(wordings[0], Array(wordings.dropFirst()))
    #expect(title.text(in: try #require(LanguageTag(asked))) == expected)
  }
}
