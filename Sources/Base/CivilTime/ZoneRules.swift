/// The transitions of one zone, and the rule for the time after the last.
struct ZoneRules: Sendable {
  struct LocalType: Hashable, Sendable {
    /// Seconds east of UTC.
    let offset: Int
    let abbreviation: String
  }

  /// More than any offset may be, in seconds: RFC 9636, section 3.2, has -25 to 26 hours, without the bounds.
  static let widestOffset = 26 * 3_600

  /// Seconds since the epoch, ascending.
  let transitions: [Int]
  /// The type that each transition begins.
  let types: [LocalType]
  /// In force before the first transition.
  let first: LocalType
  /// For the time from the last transition on; nil where the file says nothing of it.
  let footer: ZoneFooter?

  init(fixed offset: Int, abbreviation: String) {
    transitions = []
    types = []
    first = LocalType(offset: offset, abbreviation: abbreviation)
    footer = nil
  }

  /// The type in force at a second since the epoch.
  func type(at second: Int) -> LocalType {
    if let footer, second >= transitions.last ?? .min { return footer.type(at: second) }
    let following = firstTransition(after: second)
    return following == 0 ? first : types[following - 1]
  }

  /// Tells if no change lies in between, without making a list: false too where the footer would have to be asked.
  func isSteady(after start: Int, through end: Int) -> Bool {
    if footer != nil, end > transitions.last ?? .min { return false }
    return firstTransition(after: start) == firstTransition(after: end)
  }

  /// The seconds, ascending, at which the type may change.
  func changes(after start: Int, through end: Int) -> [Int] {
    var changes = Array(transitions[firstTransition(after: start)..<firstTransition(after: end)])
    if let footer, end > transitions.last ?? .min {
      let earliest = max(start, transitions.last ?? .min)
      changes += footer.changes(around: start, end).filter { $0 > earliest && $0 <= end }
    }
    return changes
  }

  /// The index of the first transition later than that second; the count of all if there is none.
  private func firstTransition(after second: Int) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
