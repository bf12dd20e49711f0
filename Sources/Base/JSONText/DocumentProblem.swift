/// One thing that is wrong with a configuration file: where, what, and what would be right.
package struct DocumentProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String
  package let position: TextPosition
  /// The JSON path, such as `$.domains[2].rules[0].period`.
  package let path: String
  package let cause: String
  package let remedy: String

  package init(file: String, position: TextPosition, path: String, cause: String, remedy: String) {
    self.file = file
    self.position = position
    self.path = path
    self.cause = cause
    self.remedy = remedy
  }

  /// One line. What the file itself says is quoted in it, so that nothing in it may move a terminal's cursor or look
  /// like another line.
  package var description: String {
    "\(file):\(position.line):\(position.column): \(path): \(cause); \(remedy)".unicodeScalars
      .map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
        default: String(scalar)
        }
      }.joined()
  }
}

/// Everything that is wrong with a configuration file, in the order of its text.
package struct DocumentProblems: Error, Hashable, Sendable, CustomStringConvertible {
  package let problems: [DocumentProblem]

  package init(_ problems: [DocumentProblem]) {
    self.problems = problems.sorted {
      ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column)
    }
  }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
