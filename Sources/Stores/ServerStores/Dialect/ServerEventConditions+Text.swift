internal import CivilTime
internal import RecordStores
internal import SQLWords

/// Dates and times in a column of text. The index compares by the collation, which keeps digits in their order; the bytes decide behind it.
extension ServerEventConditions {
  /// The text, byte by byte, without the blanks that a type of a fixed length fills it up with.
  var exact: SQLText { words.exact(text) }

  /// The value as text, with the digits of a number.
  private var source: SQLText { family == .integer ? text : exact }

  /// The value as text, with two digits for months and days that can have one.
  private var padded: SQLText {
    guard event.encoding.form?.isShort ?? false else { return source }
    let first: SQLText =
      "CASE WHEN substr(\(source), 2, 1) IN ('/', '.') THEN \(words.joined(["'0'", source])) ELSE \(source) END"
    let second = words.joined(["substr(\(first), 1, 3)", "'0'", "substr(\(first), 4)"])
    return "(CASE WHEN substr(\(first), 5, 1) IN ('/', '.') THEN \(second) ELSE \(first) END)"
  }

  /// The day that is written, with its parts in their order.
  var written: SQLText {
    guard let form = event.encoding.form else { return exact }
    let text = padded
    let parts = form.dayPlaces.map { place -> SQLText in "substr(\(text), \(place.start), \(place.length))" }
    return words.joined(Array(parts.map { [$0] }.joined(separator: ["'-'"])))
  }

  private var isOfTheForm: SQLText {
    words.matches(source, event.encoding.form?.pattern ?? "^$")
  }

  func textDays(_ first: CivilDate, _ last: CivilDate) -> SQLText {
    guard let form = event.encoding.form else { return words.truth(false) }
    let last = form.lastComplete(upTo: last)
    guard form.isOrdered else {
      let ordered = event.encoding.ordered.form ?? form
      return
        "(\(name) IS NOT NULL AND \(isOfTheForm) AND \(written) >= '\(ordered.text(of: first))' AND \(written) <= '\(ordered.text(of: last))')"
    }
    let (low, high) = (form.text(of: first), form.text(of: last))
    return """
      (\(name) IS NOT NULL AND \(compare(">=", low)) AND \(compare("<=", high)) AND \(isOfTheForm) \
      AND \(exact) >= '\(low)' AND \(exact) <= '\(high)')
      """
  }

  /// Tells if a text of the form is a time within one of some ranges of what clocks show.
  func textTimes(_ ranges: [ClosedRange<Instant>]) -> SQLText {
    guard let first = ranges.first?.lowerBound, let last = ranges.last?.upperBound, event.encoding.form != nil
    else { return words.truth(false) }
    let shown = shown
    let parts = ranges.map { range -> SQLText in
      "(\(shown) > '\(Self.nanoseconds(range.lowerBound.previous))' AND \(shown) <= '\(Self.nanoseconds(range.upperBound))')"
    }
    return
      "(\(name) IS NOT NULL AND \(isAround(first, last))\(isOfTheForm) AND (\(SQLText.join(parts, " OR "))))"
  }

  /// What clocks show by a text of the form, `YYYY-MM-DD HH:MM:SS` with nine decimals, whatever the text has: a longer text is no later time.
  private var shown: SQLText {
    switch event.encoding {
    case .textTimestamp(.compact, _):
      let time = [9, 11, 13].map { [SQLText("substr(\(source), \($0), 2)")] }.joined(separator: ["':'"])
      return words.joined([written, "' '"] + time + ["'.000000000'"])
    case .textTimestamp(.orDay, _):
      let text = words.withoutEnd(exact, "Z")
      // A day alone is its last moment.
      return
        "(CASE WHEN length(\(exact)) = 10 THEN \(words.joined([exact, "' 23:59:59.999999000'"])) ELSE \(words.joined([written, "' '", clock("substr(\(text), 12)")])) END)"
    case .textTimestamp(.pattern, _): return words.joined([written, "' '", clock("substr(\(padded), 12)")])
    case .date, .compactDate, .textDate, .month, .dayNumber, .timestamp, .rfc3339, .offsetTimestamp, .epoch,
      .epochText:
      let digits = words.withoutEnd("replace(\(exact), 'T', ' ')", "Z")
      let point: SQLText = "CASE WHEN substr(\(exact), 20, 1) = '.' THEN '' ELSE '.' END"
      return words.filled(words.joined([digits, point]), to: 29, with: "0")
    }
  }

  /// A time with seconds and nine decimals, of one that may lack either.
  private func clock(_ time: SQLText) -> SQLText {
    let whole: SQLText = """
      CASE length(\(time)) WHEN 5 THEN \(words.joined([time, "':00.'"])) WHEN 8 THEN \(words.joined([time, "'.'"])) \
      ELSE \(time) END
      """
    return words.filled(whole, to: 18, with: "0")
  }

  func textMoments(_ range: ClosedRange<Instant>) -> SQLText {
    // The form is looked at before anything is read that only the form makes readable.
    """
    (CASE WHEN \(name) IS NOT NULL AND \(isAround(range.lowerBound, range.upperBound, margin: 1))\(isOfTheForm) \
    THEN \(isMoment(range)) ELSE \(words.value(false)) END)
    """
  }

  /// Tells if a text that is known to be of the form is a moment within the range.
  private func isMoment(_ range: ClosedRange<Instant>) -> SQLText {
    let (second, fraction) = event.encoding == .rfc3339 ? rfc3339 : anyMoment
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

  private typealias Moment = (second: SQLText, fraction: SQLText)

  /// The second of UTC and its nine decimals, of a text that is known to be of the form.
  private var rfc3339: Moment {
    let isUTC: SQLText = "\(words.last(1, of: exact)) IN ('Z', 'z')"
    let offset: SQLText = "CASE WHEN \(isUTC) THEN '+00:00' ELSE \(words.last(6, of: exact)) END"
    let second = words.second(
      words.joined([written, "' '", "substr(\(exact), 12, 8)"]), offset: "(\(offset))")
    let digits: SQLText =
      "substr(\(exact), 21, length(\(exact)) - 20 - CASE WHEN \(isUTC) THEN 1 ELSE 6 END)"
    let fraction: SQLText =
      "CASE WHEN substr(\(exact), 20, 1) = '.' THEN \(words.filled(digits, to: 9, with: "0")) ELSE '000000000' END"
    return (second, fraction)
  }

  /// The same of a text whose offset is written in any way, and whose seconds may be missing.
  private var anyMoment: Moment {
    let behindDay: SQLText = "substr(\(exact), 12)"
    let time = clock(words.without("[^0-9:.].*$", in: behindDay))
    let written = words.without(":", in: words.without("^[0-9:.]+ ?", in: behindDay))
    let full = words.filled(written, to: 5, with: "0")
    let offset: SQLText = """
      (CASE WHEN substr(\(written), 1, 1) IN ('+', '-') THEN \(words.joined(["substr(\(full), 1, 3)", "':'", "substr(\(full), 4, 2)"])) \
      ELSE '+00:00' END)
      """
    let second = words.second(words.joined([self.written, "' '", "substr(\(time), 1, 8)"]), offset: offset)
    return (second, "substr(\(time), 10, 9)")
  }

  /// The day's part of the value can use the index, if it comes first: a condition with AND behind it, or nothing.
  private func isAround(_ first: Instant, _ last: Instant, margin: Int = 0) -> SQLText {
    guard let form = event.encoding.form, form.isOrdered else { return "" }
    let low = form.bound(TimeZone.utc.civilDate(at: first).adding(days: -margin))
    let high = form.bound(TimeZone.utc.civilDate(at: last).adding(days: margin + 1))
    if family == .integer {
      return "\(name) >= \(Self.number(low + "000000")) AND \(name) < \(Self.number(high + "000000")) AND "
    }
    return "\(compare(">=", low)) AND \(compare("<", high)) AND "
  }

  private static func nanoseconds(_ instant: Instant) -> String {
    let text = TimeZone.utc.timestamp(of: instant)
    let padded = text.utf8.count == 19 ? text + "." : text
    return padded + String(repeating: "0", count: 29 - padded.utf8.count)
  }

  // MARK: What stands for "never"

  /// Tells if the text is a time of one of the days; nothing for a column of days or of counts.
  func isTimeOfText(_ days: [CivilDate]) -> [SQLText] {
    guard event.hasTimeOfDay, event.encoding.form != nil else { return [] }
    return days.map { day in
      guard event.encoding.zone == nil else {
        let start = TimeZone.utc.startOfDay(day)
        return """
          (\(name) IS NOT NULL AND \(isAround(start, start))\(isOfTheForm) AND \(writtenDay) = '\(day.description)' \
          OR \(textTimes(event.wallTimes(of: day))))
          """
      }
      let moments = event.moments(of: day)
      return """
        (CASE WHEN \(name) IS NOT NULL AND \(isAround(moments.lowerBound, moments.upperBound, margin: 1))\(isOfTheForm) \
        THEN \(writtenDay) = '\(day.description)' OR \(isMoment(moments)) ELSE \(words.value(false)) END)
        """
    }
  }

  /// Tells if a text of the form is a time of one of the days.
  func isWritten(_ days: [CivilDate]) -> [SQLText] {
    guard !days.isEmpty, event.hasTimeOfDay else { return [] }
    let list = days.map { "'\($0)'" }.joined(separator: ", ")
    let isDay: SQLText = "\(writtenDay) IN (\(list))"
    return [isDay]
      + days.map { day in
        event.encoding.zone == nil ? textMoments(event.moments(of: day)) : textTimes(event.wallTimes(of: day))
      }
  }

  /// The day that is written; most forms begin with it.
  private var writtenDay: SQLText {
    event.encoding.form?.dayParts == DateForm.isoDayParts ? "substr(\(exact), 1, 10)" : written
  }
}
