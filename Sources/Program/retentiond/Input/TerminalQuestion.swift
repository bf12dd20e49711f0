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
    var answer: [UInt8] = []
    while !stop.isRequested {
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&input, 1, 200) > 0 else { continue }
      var byte: UInt8 = 0
      guard unsafe read(STDIN_FILENO, &byte, 1) == 1 else { return false }
      if byte == UInt8(ascii: "\n") {
        return ["y", "yes"].contains(String(decoding: answer, as: UTF8.self).lowercased())
      }
      // Nobody types more than a word.
      if answer.count < 16 { answer.append(byte) }
    }
    Terminal.standardOutput.line("")
    return false
  }
}
