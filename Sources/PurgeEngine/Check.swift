public import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreCatalogue

/// One thing that `check` found.
public struct CheckFinding: Sendable {
  public let recordSet: String
  /// Whether a run would refuse the record set because of it.
  public let isRefusal: Bool
  /// What it is and what to do.
  public let sentence: String
}

extension Engine {
  /// Holds every record set against its store's schema, and reports rules that wait for a period.
  public func check(at now: Instant) -> [CheckFinding] {
    catalogue.recordSets.flatMap { bound -> [CheckFinding] in
      let name = bound.recordSet.name
      let conditions = conditions(for: bound, now: now)
      let unset = conditions.rules.filter(\.isUnset).map { rule in
        CheckFinding(
          recordSet: name, isRefusal: false,
          sentence:
            "rule \(rule.id) has no period yet, so that its records are kept: choose one in the rules file")
      }
      do {
        if let refusal = try deathRefusal(of: bound) {
          return unset + [CheckFinding(recordSet: name, isRefusal: true, sentence: refusal.description)]
        }
        let store = try store(named: bound.recordSet.store)
        let use = use(of: bound, conditions: conditions)
        let description = try store.describe(bound.recordSet, use: use)
        let refusals =
          try description.refusals + archiveFindings(of: bound, description, use: use)
          + ledgerFindings(of: bound) + fileFindings(of: bound.recordSet)
        return unset
          + refusals.map { CheckFinding(recordSet: name, isRefusal: true, sentence: $0.description) }
          + description.warnings.map {
            CheckFinding(recordSet: name, isRefusal: false, sentence: $0.description)
          }
      } catch {
        return unset + [CheckFinding(recordSet: name, isRefusal: true, sentence: "\(error)")]
      }
    }
  }
}
