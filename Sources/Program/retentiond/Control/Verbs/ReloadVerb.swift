internal import Purging
internal import Systemd
internal import Words

/// Reads both files again, and says what became of that.
struct ReloadVerb: ControlVerb {
  static let name = "reload"

  init(_ request: ControlRequest) throws(ControlError) { try request.requireOnly() }

  func answer(_ talk: ControlTalk, _ service: ControlledService) async throws {
    try service.requireRunning()
    service.log.log(
      .controlAsked(what: Self.name, account: talk.caller.name, uid: Int(talk.caller.uid)))
    let outcome = await service.state.reload(by: talk.caller)
    service.requests.wake.wake()
    switch outcome {
    case .loaded(let digest, nil): talk.say("Configuration \(digest.short) loaded.")
    case .loaded(let digest, let former?):
      talk.say(
        "Configuration \(digest.short) loaded; it is not approved, so that \(former.short) stays in force: `retentiond plan`, then `retentiond approve`."
      )
    case .refused(let reason, let kept):
      throw ControlError.refused(
        "\(reason)\nThe service goes on with configuration \(kept.short).", .configuration)
    }
    talk.end(0)
  }
}
