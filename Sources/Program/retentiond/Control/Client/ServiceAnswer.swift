internal import JSONText
internal import Words

/// What the service answers, read line by line.
enum ServiceAnswer {
  /// The facts of an answer that comes at once.
  static func facts(of request: JSONValue, _ channel: ControlChannel) throws(ControlError) -> JSONValue {
    channel.send(request)
    var facts: JSONValue?
    var warning: String?
    while let part = try next(channel, within: ControlService.patience) {
      facts = part["facts"] ?? facts
      warning = part["warn"]?.stringValue ?? warning
      guard let status = part["end"]?.integerValue else { continue }
      if let facts { return facts }
      throw .refused(
        warning ?? "the service ended its answer with \(status)",
        Int32(exactly: status).flatMap(ExitStatus.init) ?? .tryAgain)
    }
    throw .gone
  }

  /// Shows an answer on standard output and error until its end.
  ///
  /// - Returns: the exit status.
  static func show(_ channel: ControlChannel) throws(ControlError) -> Int32 {
    while let part = try next(channel, within: nil) {
      if let line = part["say"]?.stringValue { Terminal.standardOutput.line(line) }
      if let warning = part["warn"]?.stringValue { Terminal.standardError.page("retentiond: \(warning)") }
      if let status = part["end"]?.integerValue { return Int32(truncatingIfNeeded: status) }
    }
    throw .gone
  }

  private static func next(_ channel: ControlChannel, within patience: Duration?) throws(ControlError)
    -> JSONValue?
  {
    guard let line = try channel.line(limit: ControlChannel.answerLimit, within: patience) else { return nil }
    guard let node = try? JSONNode(parsing: line), let value = JSONValue(node) else {
      throw .noRequest(cause: "its answer is no JSON")
    }
    return value
  }
}
