internal import Glibc
internal import JSONText
internal import ServiceLifecycle
internal import Systemd
internal import Words

/// Answers the control socket, beside the runs: whoever sends nothing, too much, too slowly or nonsense keeps a thread of its own, and nothing else.
struct ControlService: Service {
  let service: ControlledService
  /// The folder that systemd made for the service; without one there is no socket.
  let folder: String?

  /// A request is there whole within this time, or is none.
  static let patience: Duration = .seconds(5)

  func run() async throws {
    guard let folder else { return try await gracefulShutdown() }
    let listener: ControlListener
    do {
      listener = try ControlListener(at: folder + "/" + ControlListener.fileName)
    } catch {
      service.log.log(.controlFailed(reason: Failure.sentence(for: error)))
      return try await gracefulShutdown()
    }
    let crowd = ControlCrowd()
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        for await arrival in listener.arrivals(in: crowd) {
          group.addTask { await answer(arrival, crowd) }
        }
      }
    } onGracefulShutdown: {
      // What is under way ends with the service: the stop has told it.
      listener.end()
    }
  }

  private func answer(_ arrival: ControlListener.Arrival, _ crowd: ControlCrowd) async {
    let talk = ControlTalk(caller: arrival.caller, channel: arrival.channel)
    do {
      defer { arrival.place.leave() }
      guard let request = try await request(of: arrival.channel) else { return }
      guard request.verb == Introduction.verb else { return try await answer(request, talk) }
      let introduced = try Introduction(request, by: talk)
      guard let place = crowd.enter(introduced.caller) else {
        return introduced.talk.refuse(ControlListener.tooMany)
      }
      // The relay has done its part, and goes on with the next caller.
      talk.end(0)
      arrival.place.leave()
      await answer(introduced.talk)
      place.leave()
    } catch {
      talk.refuse(error)
    }
  }

  /// Answers whoever was introduced.
  private func answer(_ talk: ControlTalk) async {
    do {
      guard let request = try await request(of: talk.channel) else { return }
      try await answer(request, talk)
    } catch {
      talk.refuse(error)
    }
  }

  private func answer(_ request: ControlRequest, _ talk: ControlTalk) async throws {
    try await ControlVerbs.verb(of: request).answer(talk, service)
  }

  private func request(of channel: ControlChannel) async throws -> ControlRequest? {
    try await OwnThread.run {
      try channel.line(limit: ControlChannel.requestLimit, within: Self.patience).map { line in
        try ControlRequest(line)
      }
    }
  }
}
