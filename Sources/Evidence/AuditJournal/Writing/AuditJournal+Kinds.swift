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
    let unknown = try marks(EntryKind.mark).keys.filter { !EntryKind.isKnown($0) }.sorted()
    guard unknown.isEmpty else { throw JournalError.unknownKinds(unknown) }
  }
}
