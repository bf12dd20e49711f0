package import CivilTime
internal import JSONText
internal import SQLite
package import TransparencyLog
package import Words

/// A verification that found nothing: how many entries there were, and their root.
package struct JournalVerification: Hashable, Sendable {
  package let size: Int
  package let root: TreeHash

  package init(size: Int, root: TreeHash) {
    self.size = size
    self.root = root
  }

  var members: [String: JSONValue] {
    ["size": .integer(size), "root": .string(Base64.encode(root.bytes))]
  }

  init?(_ text: (String) -> String?, _ integer: (String) -> Int?) {
    guard let size = integer("size"), size >= 0,
      let root = text("root").flatMap(Base64.decode).flatMap({ TreeHash($0) })
    else { return nil }
    self.init(size: size, root: root)
  }
}

/// The last entry that says that the journal was verified.
package struct LastVerification: Sendable {
  package let verification: JournalVerification
  package let entry: Int
  package let time: Instant
  package let by: String
}

extension AuditJournal {
  /// The state's mark of the last entry that says that the journal was verified.
  static let verifiedMark = "verified"

  /// Records that the journal was verified as far as a size.
  ///
  /// - Returns: false if so many entries came meanwhile that the entry would be worth nothing, or if nothing came since the last one.
  package func record(_ verification: JournalVerification, by: String, at time: Instant) throws -> Bool {
    try JournalText.check(by, "by")
    return try write(at: time) {
      guard size - verification.size < Self.receiptDistance else { return false }
      if let last = try lastVerification(), last.entry + 1 >= verification.size { return false }
      try appendVerified(verification, by: by, time: stamp(for: time).time, doubted: stamp(for: time).doubted)
      return true
    }
  }

  /// When the journal was verified last, and how far; nil if it never was.
  package func lastVerification() throws -> LastVerification? {
    try inOneRead {
      guard let index = try state(Self.verifiedMark) else { return nil }
      let entry = try entry(at: index)
      guard entry.type == .journalVerified,
        let verification = JournalVerification(
          { entry.data[$0]?.stringValue }, { entry.data[$0]?.integerValue })
      else { throw JournalError.damaged("entry \(index) does not say that the journal was verified") }
      return LastVerification(
        verification: verification, entry: index, time: entry.time, by: entry.data["by"]?.stringValue ?? "?")
    }
  }

  // MARK: Entries since then

  /// A run looks at the last so many entries: those before them are left to the service and to `journal verify`.
  package static let mostCheckedEntries = 20_000

  /// The state's mark of the entries that were compared with the tree already.
  static let checkedMark = "checked"

  /// How many entries nobody has compared with the tree since the last run or verification.
  package func uncheckedEntries() throws -> Int { try inOneRead { size - (try firstUnchecked()) } }

  private func firstUnchecked() throws -> Int {
    min(size, max(try state(Self.checkedMark) ?? 0, try lastVerification()?.verification.size ?? 0))
  }

  /// Begins a run: compares the entries that came since the last one with the tree, then appends the run's first.
  ///
  /// Every question proves the entries that it reads. Nothing else would notice one that was taken out, and that a question then does not find.
  ///
  /// - Throws: `JournalError.damaged` where the entries do not have the root that was signed.
  package func beginRun(_ events: [JournalEvent], at time: Instant) throws {
    try write(at: time) {
      let first = try firstUnchecked()
      try forEachProvenLeaf(from: max(first, size - Self.mostCheckedEntries)) { _, _ in }
      // Those before stay to be compared, by whoever verifies the whole.
      if size - first <= Self.mostCheckedEntries { try setState(Self.checkedMark, size) }
      try appendInTransaction(events, at: time)
    }
  }

  /// Appends a run's last entry, and remembers how many rows each record set has then. What this process appended since the run began needs no comparing.
  package func endRun(_ event: JournalEvent, rowCounts: [RecordSetName: Int], at time: Instant) throws {
    try write(at: time) {
      for (name, count) in rowCounts { try setState(Self.rowCounts + name.rawValue, count) }
      if let checked = try state(Self.checkedMark), ownSince <= checked {
        try setState(Self.checkedMark, size)
      }
      try appendInTransaction([event], at: time)
    }
  }

  func appendVerified(
    _ verification: JournalVerification, by: String, time: Instant?, doubted: Instant? = nil
  ) throws {
    guard let time else { throw JournalError.damaged("\(location.path) has no entry") }
    try setState(Self.verifiedMark, size)
    try append(.journalVerified(verification, by: by), time: time, doubted: doubted)
  }
}
