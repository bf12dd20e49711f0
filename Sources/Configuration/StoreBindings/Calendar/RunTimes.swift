internal import CalendarExpressions
internal import CivilTime
internal import JSONText
internal import RetentionPolicy

/// What stores.json says of the times of runs, beside their calendar.
struct RunTimes {
  static let members = ["windows", "blackOut", "catchUp", "longestRun"]

  var windows = RunWindows()
  var catchesUpAtOnce = false
  var longestRun: Int?

  /// A shorter run would end before it has come to its first batch.
  private static let shortestRun = 60.0

  /// - Parameter fields: those of the whole file.
  init(_ fields: ObjectFields) {
    let pairs = fields["windows"].map(Self.pairs) ?? []
    let days = (fields["blackOut"]?.array ?? []).compactMap(Self.days)
    windows = RunWindows(windows: pairs, blackOut: days)
    if let field = fields["catchUp"], let word = field.string {
      switch word {
      case "in-window": break
      case "at-once": catchesUpAtOnce = true
      default: field.report("\"\(word)\" is no way to catch up", "write \"in-window\" or \"at-once\"")
      }
      if fields["windows"] == nil {
        field.report("catchUp without windows", "add \"windows\", or remove it: a missed run begins at once")
      }
    }
    longestRun = fields["longestRun"].flatMap { field in
      guard let seconds = Durations.seconds(field) else { return nil }
      if seconds < Self.shortestRun { field.report("less than a minute", "let a run last a minute or more") }
      return Int(seconds)
    }
  }

  private static func pairs(_ field: Field) -> [RunWindows.Window] {
    let entries = field.array ?? []
    if field.array?.isEmpty ?? false {
      field.report("no window", "remove it, so that runs may change rows at any time, or add a window")
    }
    return entries.compactMap { entry in
      guard let fields = entry.object(["from", "until"]),
        let from = fields.required("from").flatMap(expression),
        let until = fields.required("until").flatMap(expression)
      else { return nil }
      let window = RunWindows.Window(from: from, until: until)
      if !window.isOfOneZone {
        entry.report("a window that begins and ends by the clocks of two zones", "name one zone, or none")
      }
      return window
    }
  }

  private static func days(_ field: Field) -> CalendarExpression? {
    guard let days = expression(field) else { return nil }
    if !days.isOfWholeDays {
      field.report(
        "a black-out day with a time of day", "write days alone, such as \"*-12-24..31\", or a window")
    }
    return days
  }

  private static func expression(_ field: Field) -> CalendarExpression? {
    guard let text = field.string else { return nil }
    do throws(CalendarExpressionError) {
      return try CalendarExpression(text)
    } catch {
      field.report("\(error)", "try it with `systemd-analyze calendar`")
      return nil
    }
  }
}
