internal import CivilTime
internal import Words

/// What the intents of one rule's stage in one run have in common.
///
/// Most intents say the same as the one before them. So it is made once and shared: to compare the bytes takes less than to read them.
final class IntentContext: Sendable {
  let run: RunName
  let configuration: String
  let domain: String
  let rule: String
  let action: StageAction
  let recordSet: String
  let store: String
  let cutoff: String

  init(
    run: RunName, configuration: String, domain: String, rule: String, action: StageAction, recordSet: String,
    store: String, cutoff: String
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

  convenience init(_ intent: BatchIntent) {
    self.init(
      run: intent.run, configuration: intent.configuration, domain: intent.domain, rule: intent.rule,
      action: intent.action, recordSet: intent.recordSet, store: intent.store, cutoff: intent.cutoff)
  }

  var stage: RunStage { RunStage(recordSet: recordSet, rule: rule, action: action) }

  /// The last moment at which the cutoff's day has begun anywhere on earth; nil for what is neither a day nor an instant.
  var latestCutoff: Instant? {
    if let day = CivilDate(cutoff) { return Instant(secondsSinceEpoch: day.daysSinceEpoch * 86_400) }
    return Instant(iso8601: cutoff)
  }
}
