/// Follows the member `state` from entry to entry: a pointer must lead to the last entry that had the table's digest, and the entry before each checkpoint
/// must have the member, once one had it.
struct StateCheck {
  /// The last digest of each table; empty before the first.
  private(set) var last: [StateTable: StateMember.Said] = [:]
  /// Tells if an entry had the member.
  private var hasBegun = false
  /// Tells if the last entry that is no part had it.
  private var isSaid = false
  /// Entries of an earlier version of the program, which was running still when the journal was raised.
  private var gap: Int?

  /// - Parameter member: nil for an entry without one.
  /// - Returns: what is wrong.
  mutating func add(_ member: CheckedEntry.State, at index: Int) -> [String] {
    switch member {
    case .none:
      isSaid = false
      return []
    case .malformed:
      isSaid = true
      return ["entry \(index) does not say of each table what its state is"]
    case .member(let member):
      (isSaid, hasBegun) = (true, true)
      var problems: [String] = []
      for table in StateTable.allCases {
        switch member.values[table] {
        case .digest(let digest)?: last[table] = StateMember.Said(digest: digest, entry: index)
        case .entry(let entry)?:
          if gap != nil || last[table]?.entry != entry {
            problems.append(
              "entry \(index) says that entry \(entry) has the state of \(table.words), and another one has it"
            )
          }
        case nil: break
        }
      }
      gap = nil
      return problems
    }
  }

  /// Behind a checkpoint that an earlier version of the program signed, the next member must have every digest.
  mutating func checkpoint(ofSize size: Int) {
    if hasBegun, !isSaid, gap == nil { gap = size }
  }

  /// The tables as the last entry has them; nil where it does not say.
  var atTip: [StateTable: StateMember.Said]? { hasBegun && gap == nil && isSaid ? last : nil }
}
