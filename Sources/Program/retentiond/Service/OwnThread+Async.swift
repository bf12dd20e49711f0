internal import Words

/// Runs blocking work on a thread of its own, so that the shared pool never waits for a database.
extension OwnThread {
  static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let code = start { continuation.resume(with: Swift.Result { try body() }) }
      if code != 0 { continuation.resume(throwing: ThreadError(code: code)) }
    }
  }
}

/// The system gave no thread.
struct ThreadError: Error, CustomStringConvertible {
  let code: Int32
  var description: String { "no thread can be started (error \(code)): raise the service's TasksMax" }
}
