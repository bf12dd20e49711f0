/// A text for people, in one language or several.
package struct Title: Hashable, Sendable {
  /// The text in one language.
  package struct Wording: Hashable, Sendable {
    package let language: LanguageTag
    package let text: String

    package init(_ language: LanguageTag, _ text: String) {
      self.language = language
      self.text = text
    }
  }

  /// What stands first in the file, and is shown to whoever asks for a language that the title lacks.
  package let first: Wording
  /// In the order of the file.
  package let others: [Wording]

  package init(_ first: Wording, _ others: [Wording] = []) {
    self.first = first
    self.others = others
  }

  package var wordings: [Wording] { [first] + others }

  /// Returns the text in the language asked for: in that very one; or in a broader one (`pt` for `pt-BR`); or in the first that says
  /// more of it (`pt-BR` for `pt`); or else what stands first in the file.
  package func text(in language: LanguageTag) -> String {
    var asked: LanguageTag? = language
    while let tag = asked {
      if let found = wordings.first(where: { $0.language == tag }) { return found.text }
      asked = tag.broader
    }
    return (wordings.first { language.isPrefix(of: $0.language) } ?? first).text
  }
}
