/// A text for people, in the two languages of the public notice.
package struct Title: Hashable, Sendable {
  package let french: String
  package let english: String

  package init(french: String, english: String) {
    self.french = french
    self.english = english
  }
}
