/// A text for people, in the two languages of the public notice.
public struct Title: Hashable, Sendable {
  public let french: String
  public let english: String

  public init(french: String, english: String) {
    self.french = french
    self.english = english
  }
}
