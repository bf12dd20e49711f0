/// Makes `retention-rules.json` for a test. Every test that needs rules of its own begins here, so that a member that becomes necessary is added once.
package enum TestRules {
  /// One domain, `rights`, whose records go five years after the event `ended`.
  package static let rights = file(domain("rights", rule("rights")))

  /// Returns the file, with domains that `domain` makes.
  package static func file(_ domains: String...) -> String {
    #"{"timeZone": "Europe/Paris", "domains": [\#(domains.joined(separator: ",\n  "))]}"#
  }

  /// - Parameter facts: JSON, the words of each fact.
  package static func domain(
    _ id: String, events: [String] = ["ended"], facts: String? = nil, _ rules: String...
  ) -> String {
    let events = events.map { #""\#($0)": {"fr": "\#($0)", "en": "\#($0)"}"# }.joined(separator: ", ")
    return """
      {"id": "\(id)", \(title(id)), "events": {\(events)},\(member("facts", facts))
       "rules": [\(rules.joined(separator: ",\n    "))]}
      """
  }

  /// - Parameters:
  ///   - trigger: an event's name, or JSON of several.
  ///   - when: JSON, the words of the facts that it is for.
  ///   - bounds: its members `minimum` and `ceiling`, as `Bounds` makes them.
  ///   - period: an ISO 8601 duration, or JSON of one that is not chosen.
  package static func rule(
    _ id: String, trigger: String = "ended", when: String? = nil, bounds: Bounds = Bounds(),
    period: String = "P5Y", _ stages: String = delete
  ) -> String {
    let trigger = trigger.hasPrefix("{") ? trigger : #""\#(trigger)""#
    let period = period.hasPrefix("{") ? period : #""\#(period)""#
    return """
      {"id": "\(id)", \(title(id)), "source": "test", "trigger": \(trigger),\(member("when", when))
       \(bounds.text)"period": \(period), "stages": [\(stages)]}
      """
  }

  /// The least and the most that a rule's period may be.
  package struct Bounds {
    let text: String

    package init(minimum: String? = nil, ceiling: String? = nil) {
      text = [("minimum", minimum), ("ceiling", ceiling)].map { name, value in
        value.map { #""\#(name)": "\#($0)", "# } ?? ""
      }.joined()
    }
  }

  // MARK: Stages

  package static let delete = #"{"action": "delete", "at": "period"}"#
  /// Pseudonymised at once, deleted at the period's end.
  package static let pseudonymiseAtOnce = #"{"action": "pseudonymise", "at": "trigger"}, \#(delete)"#
  package static let archiveAtOnce = #"{"action": "archive", "at": "trigger"}, \#(delete)"#

  /// Another action first, so long after the trigger.
  package static func first(_ action: String, after period: String) -> String {
    #"{"action": "\#(action)", "after": "\#(period)"}, \#(delete)"#
  }

  // MARK: Parts

  private static func member(_ name: String, _ value: String?) -> String {
    value.map { #" "\#(name)": \#($0),"# } ?? ""
  }

  /// Names that certificates and messages show; other domains and rules are called by their id.
  private static let titles = ["rights": ("Droits", "Rights"), "record": ("Dossier", "Record")]

  private static func title(_ id: String) -> String {
    let (french, english) = titles[id] ?? (id, id)
    return #""title": {"fr": "\#(french)", "en": "\#(english)"}"#
  }
}
