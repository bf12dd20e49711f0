internal import Words

/// Something that the service does or tells when it is asked through the control socket. Whoever adds one writes a type, and names it in `all`.
protocol ControlVerb: Sendable {
  static var name: String { get }

  /// Reads what a request says of it, strictly.
  init(_ request: ControlRequest) throws(ControlError)

  /// Does it, and answers up to the end. Whatever may wait runs on a thread of its own; what it throws is told to the caller.
  func answer(_ talk: ControlTalk, _ service: ControlledService) async throws
}

enum ControlVerbs {
  static let all: [any ControlVerb.Type] = [
    AboutVerb.self, StatusVerb.self, ReloadVerb.self, RunNowVerb.self, ThrottleVerb.self, CommandVerb.self,
    MetricsVerb.self,
  ]

  static func verb(of request: ControlRequest) throws(ControlError) -> any ControlVerb {
    guard let type = all.first(where: { $0.name == request.verb }) else {
      throw .noRequest(cause: "there is no verb \"\(request.verb.prefix(40))\"")
    }
    return try type.init(request)
  }
}
