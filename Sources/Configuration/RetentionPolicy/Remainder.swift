package import Words

/// What stays of a record for good, when a rule ends with pseudonymising instead of deleting: an article without its author's address.
package struct Remainder: Hashable, Sendable {
  /// What of the record stays.
  package let what: Title
  package let why: Title
  /// When that goes, or what it is kept for, in words: nothing here counts to it.
  package let until: Title

  package init(what: Title, why: Title, until: Title) {
    self.what = what
    self.why = why
    self.until = until
  }
}
