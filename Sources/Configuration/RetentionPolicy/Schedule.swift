package import CivilTime
package import Words

/// A retention schedule that has been checked: whatever it says can be applied.
package struct Schedule: Sendable {
  /// Civil days are counted here.
  package let timeZone: TimeZone
  package let domains: [Domain]

  package init(timeZone: TimeZone, domains: [Domain]) {
    self.timeZone = timeZone
    self.domains = domains
  }

  package func domain(_ id: DomainID) -> Domain? { domains.first { $0.id == id } }
}

/// One purpose for which records are kept, and its rules.
package struct Domain: Sendable {
  package let id: DomainID
  package let title: Title
  /// The events that its triggers may name, with what each means.
  package let events: [String: Title]
  /// What a rule's `when` may ask of a record, and the values that each fact can have.
  package let facts: [String: [String]]
  package let rules: [Rule]
  /// What no rule of it may keep its records longer than; nil if the domain has no ceiling of its own.
  package let ceiling: Period?

  package init(
    id: DomainID, title: Title, events: [String: Title], facts: [String: [String]], rules: [Rule],
    ceiling: Period? = nil
  ) {
    self.id = id
    self.title = title
    self.events = events
    self.facts = facts
    self.rules = rules
    self.ceiling = ceiling
  }
}
