internal import JSONText

/// The largest numbers that the file may name. Nobody means a larger one, and arithmetic with it could overflow in the middle of a run.
enum Bounds {
  static let batchRows = 1_000_000
  /// What the pace lets a batch grow to where nobody wrote a number of rows.
  static let pacedRows = 10_000
  static let batchBytes = 1 << 30
  /// A day.
  static let batchSeconds = 86_400.0
  static let waitSeconds = 86_400.0
  /// A hundred years.
  static let durationSeconds = 36_500 * 86_400.0
  static let classRows = 1_000_000
  /// Somebody is to look at them, and their keys are kept until then.
  static let firstRunRows = 10_000
  static let characters = 1_000_000
  static let years = 1_000
  static let version = 1_000_000
  /// The largest whole number that every reader of JSON keeps.
  static let count = (1 << 53) - 1
}

extension Field {
  /// Reports a number that is larger than what can be counted with.
  func check(_ number: Int, atMost most: Int) {
    if number > most { report("\(number) is too large", "write \(most) or less") }
  }
}
