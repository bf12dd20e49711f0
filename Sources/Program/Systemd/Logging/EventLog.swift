internal import CivilTime
internal import Files
internal import Glibc
internal import JSONText
package import Words

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
  #if DEBUG
    /// A file that the name of each event is added to, so that tests see which kinds come up. A build that is shipped has no such door.
    private let names: String?
    private static let testVariable = "RETENTIOND_TEST_EVENTS"
  #endif

  /// Looks at standard error once: journal, terminal, or neither. Colour is for terminals, unless `NO_COLOR` is set.
  package init() {
    descriptor = STDERR_FILENO
    if ServiceEnvironment.isConnectedToJournal(descriptor: STDERR_FILENO) {
      output = .journal
    } else {
      output = .text(colour: Self.wantsColour(descriptor: STDERR_FILENO))
    }
    #if DEBUG
      names = environmentVariable(Self.testVariable)
    #endif
  }

  #if DEBUG
    init(output: Output, descriptor: Int32, names: String? = nil) {
      self.output = output
      self.descriptor = descriptor
      self.names = names
    }
  #endif

  /// Writes one event to the system journal, wherever standard error leads.
  ///
  /// - Throws: where the journal does not take it.
  package static func sendToJournal(_ event: LogEvent) throws(JournalSendError) {
    #if DEBUG
      note(event, in: environmentVariable(testVariable))
    #endif
    guard JournalSender.isThere else { throw .absent }
    try JournalSender.send(fields: JournalRecord.fields(of: event, run: nil))
  }

  /// Writes one event; with `run`, also the run that it is part of. Never fails: what the journal does not take goes to
  /// standard error as text.
  package func log(_ event: LogEvent, run: RunName? = nil) {
    #if DEBUG
      Self.note(event, in: names)
    #endif
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

  #if DEBUG
    private static func note(_ event: LogEvent, in file: String?) {
      guard let file else { return }
      let descriptor = unsafe open(file, O_WRONLY | O_APPEND | O_CREAT, 0o600)
      guard descriptor >= 0 else { return }
      defer { close(descriptor) }
      write(event.name, continuation: "", to: descriptor)
    }
  #endif

  private func write(_ text: String, continuation: String) {
    Self.write(text, continuation: continuation, to: descriptor)
  }

  /// One `write` a record, so that records of several processes do not mix.
  private static func write(_ text: String, continuation: String, to descriptor: Int32) {
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
