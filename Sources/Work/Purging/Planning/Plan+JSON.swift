internal import AuditJournal
package import CivilTime
package import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import Words

extension Plan {
  /// The plan as JSON, with stable keys and order: for scripts, and for the digest.
  package var jsonValue: JSONValue {
    .object([
      "at": .string(now.iso8601), "day": .string(day.description),
      "configuration": .string(configurationDigest.rawValue),
      "due": uncounted.isEmpty ? .integer(dueCount) : .null,
      "dependents": uncounted.isEmpty ? .integer(dependentCount) : .null,
      "counted": .integer(dueCount), "uncounted": .array(uncounted.map { .string($0.rawValue) }),
      "refused": .integer(refusedCount), "stopped": .bool(isStopped),
      "recordSets": .array(recordSets.map(\.jsonValue)),
    ])
  }
}

extension RecordSetPlan {
  var jsonValue: JSONValue {
    .object([
      "recordSet": .string(name.rawValue), "store": .string(store.rawValue),
      "domain": .string(domain.rawValue),
      "rows": counts.rows.jsonValue, "judged": counts.judged.jsonValue,
      "withoutRule": counts.withoutRule.jsonValue, "unmapped": counts.unmapped.jsonValue,
      "surveyed": counts.surveyed.map { .string($0.iso8601) } ?? .null,
      "unjudged": counts.rows == .unknown ? .null : .bool(isUnjudged),
      "refused": .bool(isRefused),
      "refusals": .array(refusals.map { .string($0.description) }),
      "warnings": .array((unjudged.map(\.description) + warnings.map(\.description)).map { .string($0) }),
      "rules": .array(rules.map(\.jsonValue)),
    ])
  }
}

extension RulePlan {
  var jsonValue: JSONValue {
    guard case .object(var members) = counts.jsonValue else { return .null }
    members["stages"] = .array(stages.map(\.jsonValue))
    return .object(members)
  }
}

extension StagePlan {
  var jsonValue: JSONValue {
    JSONValue.object([
      "action": .string(action.rawValue), "cutoff": .string(cutoff.text), "due": .integer(due),
      "held": held.jsonValue, "blocked": .integer(blocked),
      "dependents": .object(dependents.mapValues { .integer($0) }),
      "oldest": oldest.map { .string($0.description) } ?? .null,
    ]).adding(withoutReference: withoutReference)
  }
}

extension JSONValue {
  /// The same object with rows that lose their reference, by table, if there are some.
  func adding(withoutReference counts: [String: Int]) -> JSONValue {
    let counts = counts.filter { $0.value > 0 }
    guard case .object(var members) = self, !counts.isEmpty else { return self }
    members["withoutReference"] = .object(counts.mapValues { .integer($0) })
    return .object(members)
  }
}

extension Cutoff {
  /// The day as `YYYY-MM-DD`, the instant as ISO 8601 in UTC.
  package var text: String {
    switch self {
    case .day(let day): day.description
    case .instant(let instant): instant.iso8601
    }
  }
}
