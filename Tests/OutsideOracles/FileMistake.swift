package import JSONText

/// One mistake in a configuration file that is right otherwise.
package struct FileMistake: Sendable, CustomStringConvertible {
  package let description: String
  /// What stands in the right file, and what instead.
  package let change: (String, String)
  package let path: String
  package let cause: String
  package let remedy: String
  /// Tells if a JSON Schema can see it: what depends on other places it cannot.
  package let isSchemaMatter: Bool

  package init(
    description: String, change: (String, String), path: String, cause: String, remedy: String,
    isSchemaMatter: Bool = false
  ) {
    self.description = description
    self.change = change
    self.path = path
    self.cause = cause
    self.remedy = remedy
    self.isSchemaMatter = isSchemaMatter
  }

  /// The file with it; as it was where what it changes is not there.
  package func made(in text: String) -> String {
    text.replacing(change.0, with: change.1, maxReplacements: 1)
  }

  /// Tells if a problem says where it is, what it is and what to do.
  package func isTold(by problem: DocumentProblem) -> Bool {
    problem.path == path && problem.cause.contains(cause) && problem.remedy.contains(remedy)
  }
}

extension JSONSchema {
  /// Those of the mistakes that a schema could see and does not.
  package static func overlooks(_ mistakes: [FileMistake], in right: String, under schema: String) throws
    -> [FileMistake]
  {
    let seen = mistakes.filter(\.isSchemaMatter)
    let verdicts = try accepts(seen.map { $0.made(in: right) }, under: schema)
    return zip(seen, verdicts).filter(\.1).map(\.0) + seen.dropFirst(verdicts.count)
  }
}
