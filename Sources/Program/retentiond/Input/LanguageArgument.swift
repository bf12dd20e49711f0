internal import ArgumentParser
internal import Words

/// The language of titles on the command line, as BCP 47 writes it.
struct LanguageArgument: ExpressibleByArgument {
  let tag: LanguageTag

  static let english = LanguageArgument(tag: .english)

  private init(tag: LanguageTag) { self.tag = tag }

  init?(argument: String) {
    guard let tag = LanguageTag(argument) else { return nil }
    self.tag = tag
  }

  var defaultValueDescription: String { tag.description }
}
