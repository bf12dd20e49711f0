internal import JSONText
internal import Words

/// The service's side of one request: who asks, and what is answered. Nothing that is sent waits for a reader.
struct ControlTalk: Sendable {
  let caller: Caller
  let channel: ControlChannel

  /// A line for the caller's standard output.
  func say(_ line: String) { channel.send(.object(["say": .string(line)])) }

  /// What the caller's program reads.
  ///
  /// - Parameter patience: how long it may take to read what is long, on a thread that may wait.
  func tell(_ facts: JSONValue, within patience: Duration? = nil) {
    channel.send(.object(["facts": facts]), within: patience)
  }

  /// The end of the answer, with the caller's exit status.
  func end(_ status: Int32) { channel.send(.object(["end": .integer(Int(status))])) }

  /// The end of the answer where a signal ended what was asked for.
  func end(bySignal number: Int32) { channel.send(.object(["end": .integer(128 + Int(number))])) }

  /// The end of an answer that is a refusal, with a sentence for standard error.
  func refuse(_ error: any Error) {
    channel.send(.object(["warn": .string(Failure.sentence(for: error))]))
    end(Failure.status(of: error).rawValue)
  }
}
