internal import Files
internal import Glibc
internal import JSONText
internal import Synchronization
internal import Words

/// The one door to standard output and standard error. What goes through it cannot steer a terminal or pass itself off as a line of its own,
/// whatever names and messages a store or a file put into it; and what cannot be written is remembered, for the exit code (decision 178).
struct Terminal {
  let descriptor: Int32

  static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
  static let standardError = Terminal(descriptor: STDERR_FILENO)

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes one line. A line break in it is shown as `\u{a}`.
  func line(_ text: String) { write(text.onOneLine + "\n") }

  /// Writes the lines of a page, which a view has laid out (`asPage`).
  func page(_ text: String) { write(text.withoutControls + "\n") }

  /// Asks something, and leaves the cursor behind it.
  func prompt(_ text: String) { write(text.onOneLine) }

  /// Writes what a program reads, to the last byte: JSON, CSV, HTML, proofs. Only on a terminal are characters shown that it would obey.
  func data(_ text: String) {
    write(isTerminal ? text.replacing("\r\n", with: "\n").withoutControls : text)
  }

  /// Writes over the line that the cursor is in; with nothing it leaves the line free. Elsewhere than on a terminal it does nothing.
  func redraw(_ text: String = "") {
    guard isTerminal else { return }
    write("\r\u{1B}[K" + text.onOneLine)
  }

  private func write(_ text: String) {
    // After a stop nobody took anything for a second: what follows is not waited for again.
    if Interruption.stop.isRequested, descriptor == STDOUT_FILENO, Self.failure.load(ordering: .relaxed) != 0
    {
      return
    }
    var rest = Array(text.utf8)[...]
    do throws(RegularFileError) {
      while !rest.isEmpty {
        guard hasReader() else { return fail(EPIPE) }
        // So much a pipe takes without a wait, if it takes anything.
        try WritableFile.write(Array(rest.prefix(Int(PIPE_BUF))), to: descriptor)
        rest = rest.dropFirst(Int(PIPE_BUF))
      }
    } catch {
      if case .system(let code) = error { fail(code) }
    }
  }

  /// Waits until a reader takes something, such as `less` at the next key.
  ///
  /// - Returns: false if the program was told to stop and nothing is taken for a second after that.
  private func hasReader() -> Bool {
    var looksAfterStop = 0
    while looksAfterStop < 10 {
      var output = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      // An error is told by the writing.
      if unsafe poll(&output, 1, 100) != 0 && errno != EINTR || output.revents != 0 { return true }
      if Interruption.stop.isRequested { looksAfterStop += 1 }
    }
    return false
  }

  // MARK: What could not be written

  /// The first error of standard output, as errno.h numbers it; 0 as long as all is well.
  private static let failure = Atomic<Int32>(0)

  /// Standard error tells what went wrong; if nobody listens, the exit code still does.
  private func fail(_ number: Int32) {
    guard descriptor == STDOUT_FILENO else { return }
    _ = Self.failure.compareExchange(expected: 0, desired: number, ordering: .relaxed)
  }

  /// Ends standard output: some file systems say only then that what was written has no place.
  ///
  /// - Returns: what went wrong, as errno.h numbers it; nil if everything was written.
  static func finish() -> Int32? {
    // Whoever started the program without a standard output wants none.
    if close(STDOUT_FILENO) != 0, errno != EBADF { standardOutput.fail(errno) }
    let number = failure.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// The width in columns; 80 where nobody says.
  var width: Int {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

extension [String] {
  /// The lines of a page, each of which stays one line whatever is in it.
  var asPage: String { map(\.onOneLine).joined(separator: "\n") }
}
