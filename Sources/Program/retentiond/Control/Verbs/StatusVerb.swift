/// Tells what the service does at this moment.
struct StatusVerb: ControlVerb {
  static let name = "status"

  init(_ request: ControlRequest) throws(ControlError) { try request.requireOnly() }

  func answer(_ talk: ControlTalk, _ service: ControlledService) async {
    talk.tell(service.live.facts())
    talk.end(0)
  }
}
