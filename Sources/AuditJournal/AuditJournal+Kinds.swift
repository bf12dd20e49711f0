internal import SQLite

extension AuditJournal {
  /// Marks the first entry of a kind that came later than the marks.
  func mark(_ kind: String, at index: Int) throws {
    guard !EntryKind.first.contains(kind) else { return }
    guard EntryKind.isKnown(kind) else {
      throw JournalError.mismatch("an entry of kind \(kind), which the program does not name among its own")
    }
    if try state(EntryKind.mark + kind) == nil { try setState(EntryKind.mark + kind, index) }
  }

  /// - Throws: `JournalError.unknownKinds` where another program wrote entries that this one does not understand.
  func checkKinds() throws {
    let query = try connection.prepare(
      "SELECT name FROM state WHERE name GLOB '\(EntryKind.mark)*' ORDER BY name")
    var unknown: [String] = []
    while try query.step() {
      let kind = String((query.text(0) ?? "").dropFirst(EntryKind.mark.count))
      if !EntryKind.isKnown(kind) { unknown.append(kind) }
    }
    guard unknown.isEmpty else { throw JournalError.unknownKinds(unknown) }
  }
}
