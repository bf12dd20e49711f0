internal import CivilTime

extension CalendarExpression {
  static let weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// The expression's one full form, as `systemd-analyze calendar` writes it.
  package var normalised: String {
    var text = weekdays.isEmpty ? "" : Self.text(of: weekdays) + " "
    text += Self.text(of: years, width: 4) + "-" + Self.text(of: months, width: 2)
    text += (countsFromEnd ? "~" : "-") + Self.text(of: days, width: 2)
    text += " " + Self.text(of: hours, width: 2) + ":" + Self.text(of: minutes, width: 2) + ":"
    text += Self.text(ofSeconds: seconds)
    if let zone { text += " " + zone.identifier }
    return text
  }

  private static func text(of weekdays: Set<Int>) -> String {
    var parts: [String] = []
    var day = 0
    while day < 7 {
      guard weekdays.contains(day) else {
        day += 1
        continue
      }
      var last = day
      while weekdays.contains(last + 1) { last += 1 }
      // Two days in a row are a list, three or more a range.
      switch last - day {
      case 0: parts.append(weekdayNames[day])
      case 1: parts += [weekdayNames[day], weekdayNames[last]]
      default: parts.append("\(weekdayNames[day])..\(weekdayNames[last])")
      }
      day = last + 1
    }
    return parts.joined(separator: ",")
  }

  private static func text(of field: CalendarField, width: Int) -> String {
    guard !field.isAny else { return "*" }
    return field.parts.map { part in
      var text = padded(part.start, width)
      if let stop = part.stop { text += ".." + padded(stop, width) }
      if part.step > 0 && !(part.stop != nil && part.step == 1) { text += "/\(part.step)" }
      return text
    }.joined(separator: ",")
  }

  private static func text(ofSeconds field: CalendarField) -> String {
    if field.parts == [.init(start: 0, stop: nil, step: microsecondsPerSecond)] { return "*" }
    return field.parts.map { part in
      var text = seconds(part.start)
      if let stop = part.stop { text += ".." + seconds(stop) }
      if part.step > 0 && !(part.stop != nil && part.step == microsecondsPerSecond) {
        text += "/" + plain(part.step)
      }
      return text
    }.joined(separator: ",")
  }

  private static func seconds(_ microseconds: Int) -> String {
    padded(microseconds / microsecondsPerSecond, 2) + fraction(microseconds)
  }

  private static func plain(_ microseconds: Int) -> String {
    String(microseconds / microsecondsPerSecond) + fraction(microseconds)
  }

  private static func fraction(_ microseconds: Int) -> String {
    let rest = microseconds % microsecondsPerSecond
    return rest == 0 ? "" : "." + String(String(microsecondsPerSecond + rest).dropFirst())
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
