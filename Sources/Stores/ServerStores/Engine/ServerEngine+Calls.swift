package import RecordStores
package import Words

/// How every call to a server is made: watched by the lifeline, interrupted by the gate, and told in the words that adapters share.
extension ServerEngine {
  /// Tells if the connection is of no use any more, and the next question makes another one.
  package var isBroken: Bool { isConnectionLost || gate.isSpoiled }

  /// Prepares a connection that was just made: its settings, and how others can tell that it is ours.
  package func prepare(store: StoreName, _ body: () throws -> Void) throws(StoreError) {
    do {
      try lifeline.during(body)
    } catch let error as StoreError {
      throw error
    } catch {
      throw .unavailable(store: store, cause: Self.cause(of: error))
    }
  }

  /// Runs a body that hands rows over: an error of the client library is told in the words that adapters share, and one of whoever takes the rows
  /// passes as it is.
  package func handing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try gate.statement {
        try lifeline.during {
          try ensureSession()
          return try body()
        }
      } absorb: {
        lifeline.during { absorbCancel() }
      }
    } catch {
      throw serverError(for: error) ?? error
    }
  }

  /// Runs a body that asks the server, and tells whatever fails in the words that adapters share.
  @discardableResult
  package func asking<Result>(_ body: () throws -> Result) throws(ServerError) -> Result {
    do {
      return try handing(body)
    } catch {
      throw error as? ServerError ?? .other(code: "?", message: "\(error)")
    }
  }

  /// Does the same for what must come to its end, such as a commit.
  package func uninterrupted(_ body: () throws -> Void) throws(ServerError) {
    do {
      try gate.uninterrupted { try asking(body) }
    } catch {
      throw error as? ServerError ?? .other(code: "?", message: "\(error)")
    }
  }

  /// Throws `ServerError.notDurable` if a commit made with the server's settings might not last.
  package func checkDurability() throws(ServerError) {
    if let problem = try asking({ try durabilityProblem() }) {
      throw .notDurable(setting: problem.setting, remedy: problem.remedy)
    }
  }

  /// Throws `StoreError.notDurable` for the same reason, while the connection is prepared.
  package func refuseIfNotDurable(store: StoreName) throws {
    if let problem = try durabilityProblem() {
      throw StoreError.notDurable(store: store, setting: problem.setting, remedy: problem.remedy)
    }
  }
}
