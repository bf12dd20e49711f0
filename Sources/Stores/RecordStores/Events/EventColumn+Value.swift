package import CivilTime

extension EventColumn {
  /// What a stored value means, as text or number: for engines whose columns have no type of their own, and for what servers write out.
  package func value(of stored: ColumnValue) -> EventValue {
    if stored == .null || stored == .text("") || noDate.has(stored) { return .missing }
    switch stored {
    case .text(let text):
      if encoding.isEpochText { return value(at: encoding.epochUnit?.instant(text: text)) }
      return encoding.form?.read(text).map(value) ?? .malformed
    case .integer(let number):
      if let form = encoding.form, form.isDigits { return form.read(String(number)).map(value) ?? .malformed }
      if encoding.isEpochText { return .malformed }
      return encoding.dayNumber.map { value(on: $0.day(number)) }
        ?? value(at: encoding.epochUnit?.instant(number))
    case .real(let number):
      if encoding.isEpochText { return .malformed }
      return encoding.dayNumber.map { value(on: $0.day(number)) }
        ?? value(at: encoding.epochUnit?.instant(number))
    case .null, .rawText, .blob: return .malformed
    }
  }

  /// What a decimal number means that its column has to the last digit.
  package func value(ofDecimal text: String) -> EventValue {
    if let number = Double(text), noDate.has(.real(number)) { return .missing }
    return encoding.dayNumber.map { value(on: $0.day(decimal: text)) }
      ?? value(at: encoding.epochUnit?.instant(decimal: text))
  }

  /// What a moment means that is written in UTC, without saying so: a server's own type has no other.
  package func value(ofMoment text: String) -> EventValue {
    if noDate.momentTexts.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { return .missing }
    guard let instant = DateForm.timestamp.read(text)?.wall else { return .malformed }
    return value(at: instant)
  }

  private func value(of reading: DateForm.Reading) -> EventValue {
    if noDate.days.contains(where: reading.days.contains) { return .missing }
    guard encoding.hasTimeOfDay else { return .day(reading.day) }
    return value(at: encoding.zone?.laterReading(of: reading.wall) ?? reading.moment)
  }

  private func value(on day: CivilDate?) -> EventValue {
    guard let day else { return .malformed }
    return noDate.days.contains(day) ? .missing : .day(day)
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
