internal import CivilTime
internal import RecordStores
internal import SQLWords

/// Dates and times in a column of text. The index compares by the collation, which keeps digits in their order; the bytes decide behind it.
extension ServerEventConditions {
  /// The text, byte by byte, without the blanks that a type of a fixed length fills it up with.
  var exact: SQLText { words.exact(text) }

  /// The day that is written, with its parts in their order.
  var written: SQLText {
    guard let form = event.encoding.form else { return exact }
    let parts = form.dayPlaces.map { place -> SQLText in "substr(\(exact), \(place.start), \(place.length))" }
    return words.joined(Array(parts.map { [$0] }.joined(separator: ["'-'"])))
  }

  private var isOfTheForm: SQLText {
    words.matches(exact, event.encoding.form?.pattern ?? "^$")
  }

  func textDays(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    guard let form = event.encoding.form else {
      return words.truth(false)
    }
    guard case .textDate = event.encoding else {
      let (low, high) = (form.text(of: first), form.text(of: last))
      return """
        (\(name) IS NOT NULL AND \(compare(">=", low)) AND \(compare("<=", high)) AND \(isOfTheForm) \
        AND \(exact) >= '\(low)' AND \(exact) <= '\(high)')
        """
    }
    return
      "(\(name) IS NOT NULL AND \(isOfTheForm) AND \(written) >= '\(first.description)' AND \(written) <= '\(last.description)')"
  }

  func textTimes(_ ranges: [ClosedRange<Instant>]) -> SQLText {
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound else {
      return words.truth(false)
    }
    // Nine decimals, whatever the text has: a longer text is no later time.
    let digits = words.withoutEnd("replace(\(exact), 'T', ' ')", "Z")
    let point: SQLText = "CASE WHEN substr(\(exact), 20, 1) = '.' THEN '' ELSE '.' END"
    let padded = words.filled(words.joined([digits, point]), to: 29, with: "0")
    let parts = ranges.map { range -> SQLText in
      "(\(padded) > '\(Self.nanoseconds(range.lowerBound.previous))' AND \(padded) <= '\(Self.nanoseconds(range.upperBound))')"
    }
    return
      "(\(name) IS NOT NULL AND \(isAround(first, last)) AND \(isOfTheForm) AND (\(SQLText.join(parts, " OR "))))"
  }

  func textMoments(_ range: ClosedRange<Instant>) -> SQLText {
    // The form is looked at before anything is read that only the form makes readable.
    """
    (CASE WHEN \(name) IS NOT NULL AND \(isAround(range.lowerBound, range.upperBound, margin: 1)) AND \(isOfTheForm) \
    THEN \(isMoment(range)) ELSE \(words.value(false)) END)
    """
  }

  /// Tells if a text that is known to be of the form is a moment within the range.
  private func isMoment(_ range: ClosedRange<Instant>) -> SQLText {
    let isUTC: SQLText = "\(words.last(1, of: exact)) IN ('Z', 'z')"
    let offset: SQLText = "CASE WHEN \(isUTC) THEN '+00:00' ELSE \(words.last(6, of: exact)) END"
    let second = words.second(
      words.joined([written, "' '", "substr(\(exact), 12, 8)"]), offset: "(\(offset))")
    let digits: SQLText =
      "substr(\(exact), 21, length(\(exact)) - 20 - CASE WHEN \(isUTC) THEN 1 ELSE 6 END)"
    let fraction: SQLText =
      "CASE WHEN substr(\(exact), 20, 1) = '.' THEN \(words.filled(digits, to: 9, with: "0")) ELSE '000000000' END"
    func bound(_ instant: Instant) -> (second: String, fraction: String) {
      let text = Self.nanoseconds(instant)
      return (words.literal(time: String(text.prefix(19))), "'\(text.suffix(9))'")
    }
    let high = bound(range.upperBound)
    let isEarly: SQLText =
      "(\(second) < \(high.second) OR \(second) = \(high.second) AND \(fraction) <= \(high.fraction))"
    // Before the first year that can be written there is nothing to leave out.
    guard TimeZone.utc.civilDate(at: range.lowerBound.previous).year > 0 else { return isEarly }
    let low = bound(range.lowerBound.previous)
    return
      "\(isEarly) AND (\(second) > \(low.second) OR \(second) = \(low.second) AND \(fraction) > \(low.fraction))"
  }

  /// The day's part of the text can use the index.
  private func isAround(_ first: Instant, _ last: Instant, margin: Int = 0) -> SQLText {
    let (low, high) = (TimeZone.utc.civilDate(at: first), TimeZone.utc.civilDate(at: last))
    return
      "\(compare(">=", low.adding(days: -margin).asTextBound)) AND \(compare("<", high.adding(days: margin + 1).asTextBound))"
  }

  private static func nanoseconds(_ instant: Instant) -> String {
    let text = TimeZone.utc.timestamp(of: instant)
    let padded = text.utf8.count == 19 ? text + "." : text
    return padded + String(repeating: "0", count: 29 - padded.utf8.count)
  }

  // MARK: What stands for "never"

  /// Tells if the text is a time of one of the days.
  func isTimeOfText(_ days: [CivilDate]) -> [SQLText] {
    days.map { day in
      guard event.encoding == .rfc3339 else {
        let start = TimeZone.utc.startOfDay(day)
        return """
          (\(name) IS NOT NULL AND \(isAround(start, start)) AND \(isOfTheForm) AND substr(\(exact), 1, 10) = '\(day.description)' \
          OR \(textTimes(event.wallTimes(of: day))))
          """
      }
      let moments = event.moments(of: day)
      return """
        (CASE WHEN \(name) IS NOT NULL AND \(isAround(moments.lowerBound, moments.upperBound, margin: 1)) AND \(isOfTheForm) \
        THEN substr(\(exact), 1, 10) = '\(day.description)' OR \(isMoment(moments)) ELSE \(words.value(false)) END)
        """
    }
  }

  /// Tells if a text of the form is a time of one of the days.
  func isWritten(_ days: [CivilDate]) -> [SQLText] {
    guard !days.isEmpty else { return [] }
    let list = days.map { "'\($0)'" }.joined(separator: ", ")
    let isDay: SQLText = "substr(\(exact), 1, 10) IN (\(list))"
    return [isDay]
      + days.map { day in
        event.encoding == .rfc3339 ? textMoments(event.moments(of: day)) : textTimes(event.wallTimes(of: day))
      }
  }
}
