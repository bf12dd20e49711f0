internal import JSONText
internal import Words

/// What verifying asks of an intent.
struct CheckedIntent: Sendable {
  let stage: StageOfRun
  let count: Int
  /// The roots of the evidence of its rows.
  let rowsRoot: String
  let subjects: SubjectRoots?
  /// How many rows of dependents its evidence has; nil for an intent that does not say that rows lost references.
  let dependentRows: Int?
  let files: Int
  let isFirstRun: Bool
  /// Tells if it purges again what a restore brought back.
  let isRepeated: Bool
  /// Tells if the clock was not believed then, so that its time is an earlier one.
  let isDoubted: Bool

  /// Row evidence counts a batch's records in four bytes.
  static let largestBatch = 0xFFFF_FFFF

  /// Reads an entry's data; nil for what is no intent of that entry.
  ///
  /// - Throws: what is wrong with an intent of another version.
  init?(at index: Int, _ members: EntryMembers, stage: StageOfRun?) throws(MalformedIntent) {
    let (text, integer) = (members.text, members.integer)
    guard let stage, let count = integer("count"), (0...Self.largestBatch).contains(count),
      let rowsRoot = text("rowsRoot"), text("batch") == BatchName(entry: index).rawValue
    else { return nil }
    self.stage = stage
    self.count = count
    self.rowsRoot = rowsRoot
    subjects = try SubjectRoots(text, integer)
    dependentRows = try Self.dependentRows(members)
    files = integer("files") ?? 0
    isFirstRun = text("part") == BatchIntent.firstRunPart
    isRepeated = text("repeats") != nil
    isDoubted = text("clock") != nil
  }

  /// - Throws: what is wrong with an intent that counts rows without their reference and is not of that version, or the other way round.
  private static func dependentRows(_ members: EntryMembers) throws(MalformedIntent) -> Int? {
    let isOfLosses = members.integer("version") == SubjectRoots.lossVersion
    guard isOfLosses == members.has(BatchIntent.lossMember) else { throw MalformedIntent() }
    guard isOfLosses else { return nil }
    guard let lost = members.total(BatchIntent.lossMember), lost > 0, lost <= largestBatch,
      let gone = members.total("dependents"), gone <= largestBatch
    else { throw MalformedIntent() }
    return gone + lost
  }
}
