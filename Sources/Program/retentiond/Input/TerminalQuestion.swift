internal import Glibc
internal import Purging
internal import Words

/// A question to whoever sits at the terminal.
enum TerminalQuestion {
  /// Tells if somebody can be asked: both what they read and what they type are a terminal.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && Terminal.standardOutput.isTerminal }

  /// Asks until a line comes.
  ///
  /// - Returns: true for yes; false for every other answer, for the end of the input, and for Ctrl-C, which `stop` tells.
  static func ask(_ question: String, stop: StopSignal) -> Bool {
    Terminal.standardOutput.prompt(question + " [y/N] ")
    if let answer = try? StandardInput.line(stop: stop) { return ["y", "yes"].contains(answer.lowercased()) }
    if stop.isRequested { Terminal.standardOutput.line("") }
    return false
  }
}
