/// The name of a run: `run-` and the size that the journal had when it began, which no other run has.
package struct RunName: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }

  /// Names the run that begins in a journal of so many entries.
  package init(beginningAt size: Int) { rawValue = Self.prefix + String(size) }

  private static let prefix = "run-"

  /// The size of the journal when the run began; nil for what is no run's name.
  package var beginning: Int? {
    guard let size = Int(rawValue.dropFirst(Self.prefix.count)), size >= 0, Self(beginningAt: size) == self
    else { return nil }
    return size
  }
}
