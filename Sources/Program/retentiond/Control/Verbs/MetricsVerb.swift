internal import CivilTime
internal import JSONText
internal import Words

/// Tells the numbers for Prometheus, with those that the service counts itself.
struct MetricsVerb: ControlVerb {
  static let name = "metrics"

  init(_ request: ControlRequest) throws(ControlError) { try request.requireOnly() }

  func answer(_ talk: ControlTalk, _ service: ControlledService) async throws {
    let session = Session(configuration: await service.state.configuration)
    let tally = service.tally
    try await OwnThread.run {
      let page = MetricsPage(session: session, now: SystemClock.now(), tally: tally).text
      talk.tell(.object(["page": .string(page)]), within: ControlService.patience)
    }
    talk.end(0)
  }
}
