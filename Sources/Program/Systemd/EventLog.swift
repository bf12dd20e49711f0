internal import CivilTime
internal import Files
internal import Glibc
internal import JSONText

/// Where log events go: the system journal with fields when standard error leads there, and otherwise a line of text on
/// standard error.
package struct EventLog: Sendable {
  /// The two forms of a record.
  enum Output: Sendable, Equatable {
    case journal
    case text(colour: Bool)
  }

  let output: Output
  private let descriptor: Int32

  /// Looks at standard error once: journal, terminal, or neither. Colour is for terminals, unless `NO_COLOR` is set.
  package init() {
    descriptor = STDERR_FILENO
    if ServiceEnvironment.isConnectedToJournal(descriptor: STDERR_FILENO) {
      output = .journal
    } else {
      output = .text(colour: Self.wantsColour(descriptor: STDERR_FILENO))
    }
  }

  init(output: Output, descriptor: Int32) {
    self.output = output
    self.descriptor = descriptor
  }

  /// Writes one event to the system journal, wherever standard error leads.
  ///
  /// - Throws: where the journal does not take it.
  package static func sendToJournal(_ event: LogEvent) throws(JournalSendError) {
    guard JournalSender.isThere else { throw .absent }
    try JournalSender.send(fields: JournalRecord.fields(of: event, run: nil))
  }

  /// Writes one event; with `run`, also the run that it is part of. Never fails: what the journal does not take goes to
  /// standard error as text.
  package func log(_ event: LogEvent, run: String? = nil) {
    switch output {
    case .journal:
      do {
        try JournalSender.send(fields: JournalRecord.fields(of: event, run: run))
      } catch {
        // The prefix tells journald the priority of a line that comes by the stream (sd-daemon(3)).
        let prefix = "<\(event.level.rawValue)>"
        let line = "\(prefix)\(event.sentence.withoutControls) (\(error))"
        write(line, continuation: prefix + TextLine.continuation)
      }
    case .text(let colour):
      write(TextLine.line(for: event, at: Self.now(), colour: colour), continuation: TextLine.continuation)
    }
  }

  /// One `write` a record, so that records of several processes do not mix.
  private func write(_ text: String, continuation: String) {
    let line = TextLine.withIndentedLines(text, continuation: continuation) + "\n"
    // Nobody is left to tell that the log cannot be written.
    try? WritableFile.write(Array(line.utf8), to: descriptor)
  }

  private static func wantsColour(descriptor: Int32) -> Bool {
    guard isatty(descriptor) == 1 else { return false }
    guard let value = unsafe getenv("NO_COLOR") else { return true }
    // no-color.org: set and not empty.
    return unsafe value.pointee == 0
  }

  private static func now() -> Instant {
    var time = timespec()
    // Cannot fail: the clock exists on every Linux and the pointer is ours.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}
