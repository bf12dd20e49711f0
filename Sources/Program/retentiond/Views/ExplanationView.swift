internal import CivilTime
internal import JSONText
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Why a record is kept or due, in sentences. It shows the record's dates, and words of the row that it refers to, to whoever may read its store, and no
/// other value.
enum ExplanationView {
  /// - Parameter language: of the titles of rules; the sentences are English.
  static func printout(of explanation: Explanation, in language: LanguageTag) -> Printout {
    let rows = explanation.rules.flatMap { Self.rows(of: $0, language) }
    return Printout(
      page: text(of: explanation, language), json: json(of: explanation, language), rows: rows,
      members: ["rule", "applies", "unset", "trigger", "stage", "period", "due"])
  }

  private static func text(of explanation: Explanation, _ language: LanguageTag) -> String {
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
      "  \($0.event) (\($0.column)): \($0.neverWas ? "never was" : text(of: $0.value))"
        + ($0.related.map { "; \(text(of: $0))" } ?? "") + ($0.doubt.map { "; implausible: \($0)" } ?? "")
    }
    lines += losses(explanation)
    if !explanation.facts.isEmpty { lines += ["", "Facts of other rows:"] }
    lines += explanation.facts.map { "  \(FactView.text(of: $0))" }
    for rule in explanation.rules {
      lines += ["", "Rule \(rule.rule): \(rule.title.text(in: language))", "  source: \(rule.source)"]
      if let followed = rule.follows { lines.append("  its records go with their file, by rule \(followed)") }
      if let kept = rule.remainder {
        lines.append(
          "  kept for good: \(kept.what.text(in: language)), because \(kept.why.text(in: language)); until \(kept.until.text(in: language))"
        )
      }
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

  /// What loses its reference: rows to the record, and the record to others.
  private static func losses(_ explanation: Explanation) -> [String] {
    let lost = explanation.withoutReference.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let rows =
      lost.isEmpty
      ? [] : ["When it goes, these rows stay and lose their reference: \(lost.joined(separator: ", "))"]
    let own = explanation.losable.map {
      "It refers to \($0.table) by \($0.columns.joined(separator: ", ")): when that goes, it stays and loses the reference"
    }
    return rows.isEmpty && own.isEmpty ? [] : [""] + rows + own
  }

  // MARK: For scripts

  private static func json(of explanation: Explanation, _ language: LanguageTag) -> JSONValue {
    .object([
      "recordSet": .string(explanation.recordSet.rawValue), "store": .string(explanation.store.rawValue),
      "domain": .string(explanation.domain.rawValue), "day": .string(explanation.day.description),
      "verdict": .string(word(for: explanation.verdict)),
      "sentence": .string(sentence(for: explanation.verdict)),
      "held": explanation.isHeld.map { .bool($0) } ?? .null,
      "holds": .array(explanation.holds.map(HoldView.jsonValue)),
      "conflict": .bool(explanation.isInConflict),
      "events": .array(
        explanation.events.map {
          .object(
            [
              "event": .string($0.event), "column": .string($0.column), "value": .string(text(of: $0.value)),
              "neverWas": .bool($0.neverWas),
              "doubt": JSONValue($0.doubt.map { "\($0)" }),
            ].merging($0.related.map { ["related": json(of: $0)] } ?? [:]) { own, _ in own })
        }),
      "facts": .array(explanation.facts.map(FactView.json)),
      "rules": .array(explanation.rules.map { json(of: $0, language) }),
      "withoutReference": .object(explanation.withoutReference.mapValues { .integer($0) }),
      "losable": .array(
        explanation.losable.map {
          .object(["table": .string($0.table), "columns": JSONValue($0.columns)])
        }),
    ])
  }

  private static func json(of remainder: Remainder, _ language: LanguageTag) -> JSONValue {
    .object([
      "what": .string(remainder.what.text(in: language)), "why": .string(remainder.why.text(in: language)),
      "until": .string(remainder.until.text(in: language)),
    ])
  }

  private static func json(of related: ExplainedRelation) -> JSONValue {
    .object([
      "table": .string(related.table), "rows": .integer(related.rows), "others": .integer(related.others),
      "key": related.deciding.map { .array($0.map { .string(shown($0)) }) } ?? .null,
    ])
  }

  static func shown(_ value: ColumnValue) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    case .real(let number): number.description
    case .null, .rawText, .blob: "(bytes)"
    }
  }

  private static func json(of rule: RuleExplanation, _ language: LanguageTag) -> JSONValue {
    .object(
      [
        "rule": .string(rule.rule.rawValue), "title": .string(rule.title.text(in: language)),
        "source": .string(rule.source),
        "applies": .bool(rule.applies), "unset": .bool(rule.isUnset),
        "trigger": rule.applies ? .string(text(of: rule.trigger)) : .null,
        "stages": .array(rule.stages.map(json)),
      ].merging(rule.follows.map { ["follows": .string($0.rawValue)] } ?? [:]) { own, _ in own }
        .merging(rule.remainder.map { ["kept": json(of: $0, language)] } ?? [:]) { own, _ in own })
  }

  private static func json(of stage: (action: StageAction, period: String, due: DueMoment?)) -> JSONValue {
    .object([
      "stage": .string(stage.action.rawValue), "period": .string(stage.period),
      "due": JSONValue(stage.due.map { "\($0)" }),
    ])
  }

  /// A line for each stage of a rule, and one for a rule without any.
  private static func rows(of rule: RuleExplanation, _ language: LanguageTag) -> [JSONValue] {
    guard case .object(let members) = json(of: rule, language) else { return [] }
    let stages = rule.stages.map(json)
    return (stages.isEmpty ? [.object([:])] : stages).map { stage in
      guard case .object(let own) = stage else { return stage }
      return .object(members.merging(own) { _, last in last })
    }
  }

  private static func word(for verdict: Verdict) -> String {
    switch verdict {
    case .keep, .keepFinished: "keep"
    case .due: "due"
    case .held: "held"
    case .blocked: "blocked"
    case .conflict: "conflict"
    case .undated: "undated"
    case .notBegun: "not begun"
    case .implausible: "implausible"
    case .unset: "unset"
    case .unmapped: "unmapped"
    case .withRecord: "with record"
    case .withoutRule: "no rule"
    }
  }

  // MARK: For people

  static func sentence(for verdict: Verdict) -> String {
    switch verdict {
    case .keep(let next, let from, let rule): "keep; \(next.rawValue) is due from \(from) (rule \(rule))"
    case .keepFinished: "keep; no stage is left in this record set"
    case .due(let action, let rule): "due: \(action.rawValue) (rule \(rule))"
    case .held(let action, let rule): "held; without the hold, \(action.rawValue) would be due (rule \(rule))"
    case .blocked(let action, let rule, let keepers):
      "blocked; \(action.rawValue) would be due (rule \(rule)), but rows that refer to it are held, not due, or stay for good: "
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
    case .withRecord: "no rule of the domain applies, so it goes with the record that it refers to"
    case .withoutRule: "no rule of the domain applies, so it is kept"
    }
  }

  private static func text(of related: ExplainedRelation) -> String {
    let others =
      switch related.others {
      case 0: ""
      case 1: ", 1 other does not count"
      default: ", \(related.others) others do not count"
      }
    guard related.rows > 0 else { return "no row of \(related.table) counts\(others)" }
    let key = related.deciding.map { " " + $0.map(shown).joined(separator: " ") } ?? ""
    return switch related.choice {
    case .latest: "by \(related.table)\(key), the latest of \(related.rows)\(others)"
    case .earliest: "by \(related.table)\(key), the earliest of \(related.rows)\(others)"
    case .only: "by \(related.table)\(key)\(others)"
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
