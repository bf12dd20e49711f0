/// One field of an expression, such as months: single values, ranges and steps. Empty stands for every value.
struct CalendarField: Hashable, Sendable {
  /// `start`, `start..stop`, or either with `/step`; a step without a stop goes on to the field's end.
  struct Part: Hashable, Sendable {
    var start: Int
    var stop: Int?
    /// 0 where there is none.
    var step: Int
  }

  var parts: [Part]

  static let any = CalendarField(parts: [])
  var isAny: Bool { parts.isEmpty }

  /// Sorted, without doubles; a range ends at a value that its step reaches.
  func normalised() -> CalendarField {
    let parts = parts.map { part -> Part in
      guard let stop = part.stop else { return part }
      if stop <= part.start { return Part(start: part.start, stop: nil, step: 0) }
      let step = part.step == 0 ? 1 : part.step
      let last = stop - (stop - part.start) % step
      return last == part.start
        ? Part(start: part.start, stop: nil, step: 0) : Part(start: part.start, stop: last, step: part.step)
    }
    var kept: [Part] = []
    for part in parts.sorted(by: Self.precedes) where !kept.contains(part) { kept.append(part) }
    return CalendarField(parts: kept)
  }

  private static func precedes(_ left: Part, _ right: Part) -> Bool {
    (left.start, left.step, left.stop ?? -1) < (right.start, right.step, right.stop ?? -1)
  }

  /// The first value that matches at or after `value`, up to `limit`.
  func next(from value: Int, limit: Int) -> Int? {
    guard !isAny else { return value <= limit ? value : nil }
    return parts.compactMap { part -> Int? in
      guard value > part.start else { return part.start <= limit ? part.start : nil }
      let step = part.step == 0 ? (part.stop == nil ? 0 : 1) : part.step
      guard step > 0 else { return nil }
      let candidate = part.start + (value - part.start + step - 1) / step * step
      return candidate <= min(part.stop ?? limit, limit) ? candidate : nil
    }.min()
  }

  func matches(_ value: Int, limit: Int) -> Bool { next(from: value, limit: limit) == value }
}
