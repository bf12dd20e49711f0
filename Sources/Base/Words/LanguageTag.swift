/// The name of a language as BCP 47 (RFC 5646) writes it, such as `fr`, `en-GB` or `zh-Hant-TW`.
///
/// Its shape is checked, and not whether anybody registered its parts. Spellings that differ in case are one tag.
package struct LanguageTag: Hashable, Sendable, CustomStringConvertible {
  /// As it was written.
  package let description: String
  /// Its parts in small letters.
  private let subtags: [String]

  package static let english = LanguageTag(known: "en")
  package static let french = LanguageTag(known: "fr")

  private init(known tag: String) {
    description = tag
    subtags = [tag]
  }

  /// - Returns: nil if the text has not the shape of a tag.
  package init?(_ text: String) {
    let subtags = text.lowercased().split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard text.utf8.allSatisfy({ $0 < 0x80 }), Self.isTag(subtags[...]) else { return nil }
    description = text
    self.subtags = subtags
  }

  package static func == (left: LanguageTag, right: LanguageTag) -> Bool { left.subtags == right.subtags }

  package func hash(into hasher: inout Hasher) { hasher.combine(subtags) }

  /// Tells if the other tag is this one, or says more of it, as `pt-BR` does of `pt`.
  func isPrefix(of other: LanguageTag) -> Bool { other.subtags.starts(with: subtags) }

  /// The same with one part fewer, as RFC 4647 looks a language up; nil if nothing would be left. A part of one letter opens what
  /// comes behind it, and goes with it.
  var broader: LanguageTag? {
    var shorter = subtags.dropLast()
    if shorter.last?.count == 1 { shorter = shorter.dropLast() }
    return shorter.isEmpty ? nil : LanguageTag(shorter.joined(separator: "-"))
  }

  // MARK: The shape

  private static func isTag(_ subtags: ArraySlice<String>) -> Bool {
    guard subtags.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy { $0.isLetter || $0.isNumber } })
    else { return false }
    var rest = subtags
    func drop(upTo limit: Int, _ isRight: (String) -> Bool) -> Int {
      let found = rest.prefix(limit).prefix(while: isRight).count
      rest = rest.dropFirst(found)
      return found
    }
    if rest.first != "x" {
      let language = rest.first ?? ""
      guard drop(upTo: 1, { $0.count >= 2 && isWord($0) }) == 1 else { return false }
      if language.count <= 3 { _ = drop(upTo: 3) { $0.count == 3 && isWord($0) } }
      _ = drop(upTo: 1) { $0.count == 4 && isWord($0) }
      _ = drop(upTo: 1) { $0.count == 2 && isWord($0) || $0.count == 3 && $0.allSatisfy(\.isNumber) }
      _ = drop(upTo: .max) { $0.count >= 5 || $0.count == 4 && $0.first?.isNumber == true }
      while let singleton = rest.first, singleton.count == 1, singleton != "x" {
        rest = rest.dropFirst()
        guard drop(upTo: .max, { $0.count >= 2 }) > 0 else { return false }
      }
    }
    guard rest.first == "x" else { return rest.isEmpty }
    return rest.count > 1
  }

  private static func isWord(_ subtag: String) -> Bool { subtag.allSatisfy(\.isLetter) }
}
