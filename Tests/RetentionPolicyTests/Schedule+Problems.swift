import JSONText
import RetentionPolicy

extension Schedule {
  /// Returns what the loader says of a rules file; nothing if it takes the file.
  static func problems(of text: String) -> [DocumentProblem] {
    do throws(DocumentProblems) {
      _ = try Schedule.load(Array(text.utf8), file: "rules.json")
      return []
    } catch {
      return error.problems
    }
  }
}
