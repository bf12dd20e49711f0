internal import JSONText
package import Words

/// Records that came back, of those that one earlier run purged.
package struct ReturnedOrigin: Hashable, Sendable {
  /// The run that purged them first.
  package let run: RunName
  package let line: ReturnedLine

  package init(run: RunName, line: ReturnedLine) {
    self.run = run
    self.line = line
  }

  var jsonValue: JSONValue {
    guard case .object(var members) = line.jsonValue else { return line.jsonValue }
    members["run"] = .string(run.rawValue)
    return .object(members)
  }

  init?(_ data: JSONValue) {
    guard let run = data["run"]?.stringValue.map(RunName.init), let line = ReturnedLine(data) else {
      return nil
    }
    self.init(run: run, line: line)
  }
}
