/// Something that the program logs; nothing else logs.
///
/// An event is made by a function of its own, in the file of its subject: `LogEvent.runDue(scheduled:)` is in `LogEvent+Run.swift`. Whoever adds one writes
/// that function and its entry in both catalogs (`systemd/retentiond.catalog` and its translation).
///
/// No event carries a key, a subject or a value of a row. Reasons are the sentences of our errors; whoever writes those keeps personal data out of them.
package struct LogEvent: Sendable {
  /// What kind of event it is, as RETENTION_EVENT has it: `run-due`.
  package let name: String
  /// The kind's MESSAGE_ID in the system journal, drawn at random once and never changed or used again, because people filter by it.
  package let messageID: String
  package let level: LogLevel
  /// The event's own fields, in a fixed order. Durations are in seconds, times RFC 3339 in UTC.
  package let fields: [(name: LogField, value: String)]
  /// What happened, in English, without a full stop at its end. Reasons may have several lines.
  package let sentence: String

  /// - Parameter fields: those without a value are left out.
  init(
    _ name: String, id messageID: String, _ level: LogLevel,
    _ fields: [(name: LogField, value: String?)], _ sentence: String
  ) {
    self.name = name
    self.messageID = messageID
    self.level = level
    self.fields = fields.compactMap { field in field.value.map { (field.name, $0) } }
    self.sentence = sentence
  }
}
