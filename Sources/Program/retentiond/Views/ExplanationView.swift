internal import CivilTime
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Why a record is kept or due, in sentences. It shows the record's dates to whoever may read its store, and no other value.
enum ExplanationView {
  static func text(of explanation: Explanation) -> String {
    var lines = [
      "Record set \(explanation.recordSet) (store \(explanation.store), domain \(explanation.domain)), on \(explanation.day)",
      "", "Verdict: \(sentence(for: explanation.verdict))",
    ]
    lines.append("Legal hold: \(explanation.isHeld.map { $0 ? "yes" : "no" } ?? "? (there is no journal)")")
    lines += explanation.holds.map { "  \(HoldView.sentence(of: $0))" }
    if explanation.isInConflict {
      lines.append("Conflict: past the ceiling of one rule while another keeps it; the officer has to decide")
    }
    lines += ["", "Events:"]
    lines += explanation.events.map {
      "  \($0.event) (\($0.column)): \(text(of: $0.value))" + ($0.doubt.map { "; implausible: \($0)" } ?? "")
    }
    for rule in explanation.rules {
      lines += ["", "Rule \(rule.rule): \(rule.title.english)", "  source: \(rule.source)"]
      guard rule.applies else {
        lines.append("  does not apply to this record")
        continue
      }
      if rule.isUnset { lines.append("  applies; no period is chosen, so that the record is kept") }
      guard !rule.stages.isEmpty else { continue }
      lines.append("  applies; trigger: \(text(of: rule.trigger))")
      lines += rule.stages.map {
        "  \($0.action.rawValue) (\($0.period)): \($0.due.map { "due from \($0)" } ?? "not started")"
      }
    }
    return lines.asPage
  }

  static func sentence(for verdict: Verdict) -> String {
    switch verdict {
    case .keep(let next, let from, let rule): "keep; \(next.rawValue) is due from \(from) (rule \(rule))"
    case .keepFinished: "keep; no stage is left in this record set"
    case .due(let action, let rule): "due: \(action.rawValue) (rule \(rule))"
    case .held(let action, let rule): "held; without the hold, \(action.rawValue) would be due (rule \(rule))"
    case .blocked(let action, let rule, let keepers):
      "blocked; \(action.rawValue) would be due (rule \(rule)), but rows that refer to it are held or not due: "
        + keepers.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
    case .conflict(let rule):
      "conflict; past the ceiling of a rule while another keeps it, so it is kept (rule \(rule))"
    case .undated(let rule): "undated; the period has not started, so it is kept (rule \(rule))"
    case .implausible(let rule): "implausible; a date cannot be meant, so it is kept (rule \(rule))"
    case .notBegun(let rule):
      "not begun; a date that the period counts from is still to come, so it is kept (rule \(rule))"
    case .unset(let rule): "unset; rule \(rule) has no period yet, so it is kept"
    case .unmapped:
      "unmapped; a word of its facts is mapped to no value, so that no rule asks for it and it is kept: map the word under \"conditions\" in stores.json"
    case .withoutRule: "no rule of the domain applies, so it is kept"
    }
  }

  private static func text(of value: EventValue) -> String {
    switch value {
    case .missing: "missing"
    case .malformed: "not a date"
    case .day(let day): day.description
    case .instant(let instant): instant.iso8601
    }
  }

  private static func text(of trigger: TriggerDate?) -> String {
    switch trigger {
    case nil, .undated?: "undated"
    case .implausible?: "implausible"
    case .dated(let day, let instant)?: instant.map { "\(day) (\($0.iso8601))" } ?? day.description
    }
  }
}
