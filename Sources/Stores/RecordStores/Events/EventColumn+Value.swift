package import CivilTime

extension EventColumn {
  /// What a stored value means, as text or number: for engines whose columns have no type of their own, and for what servers write out.
  package func value(of stored: ColumnValue) -> EventValue {
    if stored == .null || stored == .text("") || noDate.has(stored) { return .missing }
    switch (stored, encoding) {
    case (.text(let text), _): return encoding.form?.read(text).map(value) ?? .malformed
    case (.integer(let number), .compactDate):
      return DateForm.compact.read(String(number)).map(value) ?? .malformed
    case (.integer(let number), .epochSeconds): return value(at: EpochUnit.seconds.instant(number))
    case (.real(let number), .epochSeconds): return value(at: EpochUnit.seconds.instant(number))
    case (.integer(let number), .epochMilliseconds): return value(at: EpochUnit.milliseconds.instant(number))
    case (.real(let number), .epochMilliseconds): return value(at: EpochUnit.milliseconds.instant(number))
    case (.integer, .date), (.integer, .textDate), (.integer, .timestamp), (.integer, .rfc3339),
      (.real, .date), (.real, .compactDate), (.real, .textDate), (.real, .timestamp), (.real, .rfc3339),
      (.null, _), (.rawText, _), (.blob, _):
      return .malformed
    }
  }

  /// What a decimal number means that its column has to the last digit.
  package func value(ofDecimal text: String) -> EventValue {
    if let number = Double(text), noDate.has(.real(number)) { return .missing }
    return value(at: encoding.epochUnit?.instant(decimal: text))
  }

  /// What a moment means that is written in UTC, without saying so: a server's own type has no other.
  package func value(ofMoment text: String) -> EventValue {
    if noDate.momentTexts.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { return .missing }
    guard let instant = DateForm.timestamp.read(text)?.wall else { return .malformed }
    return value(at: instant)
  }

  private func value(of reading: DateForm.Reading) -> EventValue {
    if noDate.days.contains(reading.day) { return .missing }
    switch encoding {
    case .timestamp(let zone): return value(at: zone.laterReading(of: reading.wall))
    case .rfc3339: return value(at: reading.moment)
    case .date, .compactDate, .textDate, .epochSeconds, .epochMilliseconds: return .day(reading.day)
    }
  }

  private func value(at instant: Instant?) -> EventValue {
    guard let instant else { return .malformed }
    let day = TimeZone.utc.civilDate(at: instant)
    // A zone's day is at most two days away.
    let isNoDate = noDate.days.contains { candidate in
      abs(candidate.daysSinceEpoch - day.daysSinceEpoch) <= 2 && moments(of: candidate).contains(instant)
    }
    return isNoDate ? .missing : .instant(instant)
  }
}

extension NoDate {
  /// Tells if it names the value itself, whatever day that is.
  func has(_ stored: ColumnValue) -> Bool {
    switch stored {
    case .integer(let number): numbers.contains(number)
    case .real(let number): numbers.contains { Double($0) == number }
    case .text(let text):
      texts.contains { $0.utf8.elementsEqual(text.utf8) }
        || numberTexts.contains { $0.utf8.elementsEqual(text.utf8) }
    case .null, .rawText, .blob: false
    }
  }
}

extension EventColumn.Encoding {
  /// What it counts; nil if it is no count.
  package var epochUnit: EpochUnit? {
    switch self {
    case .epochSeconds: .seconds
    case .epochMilliseconds: .milliseconds
    case .date, .compactDate, .textDate, .timestamp, .rfc3339: nil
    }
  }
}

extension EventValue {
  /// A day to show; an instant's in UTC, which may be a day off and decides nothing.
  package var shownDay: CivilDate? {
    switch self {
    case .day(let day): day
    case .instant(let instant): TimeZone.utc.civilDate(at: instant)
    case .missing, .malformed: nil
    }
  }
}
