internal import CivilTime
internal import Purging
internal import RetentionPolicy
internal import StoreBindings
internal import Systemd

extension EventLog {
  /// Logs that both files were read, and what in them may not do what is expected of it.
  func loaded(_ configuration: Configuration, at now: Instant) {
    log(
      .configurationLoaded(
        digest: configuration.digest,
        rules: configuration.schedule.domains.reduce(0) { $0 + $1.rules.count },
        recordSets: configuration.bindings.recordSets.count))
    for finding in configuration.review(at: now) { log(.configurationDoubtful(reason: "\(finding)")) }
  }
}
