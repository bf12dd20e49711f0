internal import AuditJournal
public import CivilTime
public import JSONText
internal import RecordStores
internal import RetentionPolicy

extension Plan {
  /// The plan as JSON, with stable keys and order: for scripts, and for the digest.
  public var jsonValue: JSONValue {
    .object([
      "at": .string(now.iso8601), "day": .string(day.description),
      "configuration": .string(configurationDigest), "due": .integer(dueCount),
      "recordSets": .array(recordSets.map(\.jsonValue)),
    ])
  }
}

extension RecordSetPlan {
  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(name), "store": .string(store), "domain": .string(domain),
      "surveyed": counts.surveyed.map { .string($0.iso8601) } ?? .null,
      "rows": rowCount.map { .integer($0) } ?? .null, "withoutRule": .integer(withoutRule),
      "refusals": .array(refusals.map { .string($0.description) }),
      "warnings": .array(warnings.map { .string($0.description) }),
      "rules": .array(rules.map(\.jsonValue)),
    ])
  }
}

extension RulePlan {
  var jsonValue: JSONValue {
    .object([
      "rule": .string(rule), "unset": .integer(unset), "undated": .integer(undated),
      "implausible": .integer(implausible), "notBegun": .integer(notBegun),
      "conflict": .integer(conflict),
      "stages": .array(stages.map(\.jsonValue)),
    ])
  }
}

extension StagePlan {
  var jsonValue: JSONValue {
    .object([
      "action": .string(action.rawValue), "cutoff": .string(cutoff.text), "due": .integer(due),
      "held": .integer(held), "blocked": .integer(blocked),
      "oldest": oldest.map { .string($0.description) } ?? .null,
    ])
  }
}

extension Cutoff {
  /// The day as `YYYY-MM-DD`, the instant as ISO 8601 in UTC.
  public var text: String {
    switch self {
    case .day(let day): day.description
    case .instant(let instant): instant.iso8601
    }
  }
}
