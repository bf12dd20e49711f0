internal import JSONText

/// How urgent an answer is. The number is the exit code of `health`, as monitoring programs read it.
enum HealthLevel: Int32, Comparable {
  case well = 0
  case warning = 1
  case critical = 2

  /// The word in printouts.
  var word: String {
    switch self {
    case .well: "well"
    case .warning: "warning"
    case .critical: "critical"
    }
  }

  static func < (left: HealthLevel, right: HealthLevel) -> Bool { left.rawValue < right.rawValue }
}

/// What `health` asks, in the order in which it answers. One function of `HealthCheck` answers each.
enum HealthQuestion: String, CaseIterable {
  /// Whether the two files can be applied.
  case files
  /// Whether the journal is there, proven and the only history.
  case journal
  case keys
  /// Whether the files as they are may be enforced.
  case approval
  /// Whether a run will ever come.
  case calendar
  case clock
  /// Whether somebody paused runs.
  case pause
  case lastSuccess
  case lastRun
  case overdue
  case openBatches
  case filesLeft
  case firstRuns
  /// Record sets in which the process died.
  case deaths
  case survey
  case verification
  case anchors
  case space
  /// Holds whose day for a review has come, and what else somebody should look at in them.
  case reviews
}

/// The answer to one question.
struct HealthAnswer {
  let question: HealthQuestion
  let level: HealthLevel
  /// What is so, and what to do if that is not well. No personal data is in it.
  let sentence: String
  /// Numbers for scripts, by name: seconds, bytes, rows.
  let figures: [String: JSONValue]

  init(
    _ question: HealthQuestion, _ level: HealthLevel, _ sentence: String, _ figures: [String: JSONValue] = [:]
  ) {
    self.question = question
    self.level = level
    self.sentence = sentence
    self.figures = figures
  }

  /// The members of the JSON.
  var members: [String: JSONValue] {
    figures.merging([
      "question": .string(question.rawValue), "level": .string(level.word), "sentence": .string(sentence),
    ]) { $1 }
  }
}
