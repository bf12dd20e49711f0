internal import JSONText
internal import Words

/// An event as the system journal keeps it.
enum JournalRecord {
  /// The standard fields, then the event's own, then its run if it has none of its own.
  static func fields(of event: LogEvent, run: RunName?) -> [(name: String, value: String)] {
    var fields = [
      (name: "MESSAGE", value: event.sentence.withoutControls),
      (name: "MESSAGE_ID", value: event.messageID),
      (name: "PRIORITY", value: String(event.level.rawValue)),
      (name: "SYSLOG_IDENTIFIER", value: "retentiond"),
      (name: LogField.event.rawValue, value: event.name),
    ]
    let own = event.fields
    fields += own.map { (name: $0.name.rawValue, value: $0.value.withoutControls) }
    if let run, !own.contains(where: { $0.name == .run }) {
      fields.append((name: LogField.run.rawValue, value: run.rawValue))
    }
    return fields
  }
}
