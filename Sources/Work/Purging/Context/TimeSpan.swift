/// A number of seconds, as people say it.
package struct TimeSpan: CustomStringConvertible {
  private let seconds: Int

  package init(_ seconds: Int) { self.seconds = seconds }

  /// In whole units of the largest of which there are two, and less than half a unit away.
  package var description: String {
    let units = [(86_400, "days"), (3_600, "hours"), (60, "minutes")]
    guard let (length, name) = units.first(where: { seconds >= 2 * $0.0 }) else { return "\(seconds) s" }
    return
      "\((seconds - seconds / length * length) * 2 >= length ? seconds / length + 1 : seconds / length) \(name)"
  }
}
