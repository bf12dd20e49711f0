internal import CivilTime
package import Words

/// What the intents of one rule's stage in one run have in common.
///
/// Most intents say the same as the one before them. So it is made once and shared: to compare the bytes takes less than to read them.
package final class StageOfRun: Sendable {
  package let run: RunName
  /// The digest of the configuration that the run is under.
  package let configuration: ConfigurationDigest
  package let domain: DomainID
  package let rule: RuleID
  package let action: StageAction
  package let recordSet: RecordSetName
  package let store: StoreName
  /// The rule's cutoff: a day or an instant, the same for every record of the run.
  package let cutoff: String

  package init(
    run: RunName, configuration: ConfigurationDigest, domain: DomainID, rule: RuleID, action: StageAction,
    recordSet: RecordSetName,
    store: StoreName, cutoff: String
  ) {
    self.run = run
    self.configuration = configuration
    self.domain = domain
    self.rule = rule
    self.action = action
    self.recordSet = recordSet
    self.store = store
    self.cutoff = cutoff
  }

  /// The stage alone, without its run and configuration.
  var ofRecordSet: RecordSetStage { RecordSetStage(recordSet: recordSet, rule: rule, action: action) }

  /// The last moment at which the cutoff's day has begun anywhere on earth; nil for what is neither a day nor an instant.
  var latestCutoff: Instant? {
    if let day = CivilDate(cutoff) { return Instant(secondsSinceEpoch: day.daysSinceEpoch * 86_400) }
    return Instant(iso8601: cutoff)
  }
}

extension StageOfRun: Hashable {
  private var texts: [String] {
    [
      run.rawValue, configuration.rawValue, domain.rawValue, rule.rawValue, action.rawValue,
      recordSet.rawValue,
      store.rawValue,
      cutoff,
    ]
  }

  package static func == (left: StageOfRun, right: StageOfRun) -> Bool {
    left === right || left.texts == right.texts
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(texts) }
}
