internal import Purging
internal import Systemd
internal import Words

/// What the verbs of the control socket come to.
struct ControlledService: Sendable {
  let state: DaemonState
  /// The service's own files, as it was started with them.
  let files: ConfigurationOptions
  let requests: RunRequests
  let live: LiveRun
  /// Words on the pace, which runs read before each batch.
  let throttle: PaceThrottle
  /// What the service has counted itself.
  let tally: RunTally
  let log: EventLog
  let stop: StopSignal

  /// Refuses what would only begin while the service ends.
  func requireRunning() throws(ControlError) {
    if stop.isRequested { throw .refused("the service is being stopped: try again later", .tryAgain) }
  }
}
