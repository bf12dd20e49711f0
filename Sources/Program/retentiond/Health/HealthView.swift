internal import JSONText

/// What `health` prints.
enum HealthView {
  /// - Returns: the gravest of the answers.
  static func tell(
    _ health: (answers: [HealthAnswer], unanswered: [HealthQuestion]), in sheet: inout FactSheet
  ) -> HealthLevel {
    let level = health.answers.map(\.level).max() ?? .critical
    sheet.tell("level", .string(level.word), summary(of: health.answers, level))
    sheet.rows = ("answers", ["question", "level", "sentence"])
    sheet.tell("answers", .array([]))
    for answer in health.answers { sheet.append(to: "answers", answer.members, line(of: answer)) }
    let unanswered = health.unanswered.map(\.rawValue)
    sheet.tell(
      "unanswered", .array(unanswered.map { .string($0) }),
      unanswered.isEmpty ? nil : "not known: \(unanswered.joined(separator: ", "))")
    return level
  }

  private static func summary(of answers: [HealthAnswer], _ level: HealthLevel) -> String {
    let names = answers.filter { $0.level == level }.map(\.question.rawValue)
    return level == .well
      ? "WELL: \(answers.count) questions" : "\(level.word.uppercased()): \(names.joined(separator: ", "))"
  }

  private static func line(of answer: HealthAnswer) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    return padded(answer.level.word, 10) + padded(answer.question.rawValue, 14) + answer.sentence
  }
}
