public import CivilTime

/// A retention schedule that has been checked: whatever it says can be applied.
public struct Schedule: Sendable {
  /// Civil days are counted here.
  public let timeZone: TimeZone
  public let domains: [Domain]

  public init(timeZone: TimeZone, domains: [Domain]) {
    self.timeZone = timeZone
    self.domains = domains
  }

  public func domain(_ id: String) -> Domain? { domains.first { $0.id == id } }
}

/// One purpose for which records are kept, and its rules.
public struct Domain: Sendable {
  public let id: String
  public let title: Title
  /// The events that its triggers may name, with what each means.
  public let events: [String: Title]
  /// What a rule's `when` may ask of a record, and the values that each fact can have.
  public let facts: [String: [String]]
  public let rules: [Rule]

  public init(id: String, title: Title, events: [String: Title], facts: [String: [String]], rules: [Rule]) {
    self.id = id
    self.title = title
    self.events = events
    self.facts = facts
    self.rules = rules
  }
}
