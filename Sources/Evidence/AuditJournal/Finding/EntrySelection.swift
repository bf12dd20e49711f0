package import CivilTime
internal import JSONText
package import Words

/// Selects the entries that somebody wants to see. A member that is nil or empty selects all.
package struct EntrySelection: Sendable {
  /// Kinds, as `batch.prepared` or `retentiond.batch.prepared`; `batch` stands for all that begin with it.
  package var kinds: [String] = []
  package var times: Range<Instant>?
  package var run: RunName?
  package var recordSet: RecordSetName?
  package var rule: RuleID?

  package init() {}

  /// Tells if outcomes have to be known by their intents.
  fileprivate var asksAboutBatches: Bool { run != nil || recordSet != nil || rule != nil }

  fileprivate func hasKind(_ type: EntryType) -> Bool {
    guard !kinds.isEmpty else { return true }
    return kinds.contains { kind in
      [type.rawValue, type.short].contains { $0 == kind || $0.hasPrefix(kind + ".") }
    }
  }

}

extension AuditJournal {
  /// Calls the body with the entries that somebody wants to see, from `first` on, in order; the parts of a divided entry follow it. They are proven when
  /// this returns.
  package func forEachEntry(
    of selection: EntrySelection = EntrySelection(), from first: Int = 0,
    _ body: (JournalEntry) throws -> Void
  ) throws {
    var selector = EntrySelector(selection)
    // A run's batches all lie behind its beginning.
    let start =
      selection.asksAboutBatches ? min(first, selection.run?.beginning ?? 0) : first
    try snapshot {
      try forEachProvenLeaf(from: start) { index, bytes in
        if !selection.asksAboutBatches, let type = EntryType.atEnd(of: bytes), type != .entryPart,
          !selection.hasKind(type)
        {
          return
        }
        let leaf = try JournalEntry(bytes: bytes, index: index, origin: location.origin)
        let isWhole = leaf.type == .entryPart || leaf.data[EntryParts.countMember] == nil
        guard try selector.wants(leaf, whole: isWhole ? leaf : entry(at: index)), index >= first else {
          return
        }
        try body(leaf)
      }
    }
  }
}

/// Goes through the entries and tells which of them are wanted.
private struct EntrySelector {
  private let selection: EntrySelection
  /// What intents said of their batches.
  private var batches: [BatchName: JSONValue] = [:]
  /// The last entry that was wanted: its parts are, too.
  private var last: Int?

  init(_ selection: EntrySelection) {
    self.selection = selection
  }

  /// - Parameter entry: the same with the data of all its parts.
  mutating func wants(_ leaf: JournalEntry, whole entry: JournalEntry) -> Bool {
    if leaf.type == .entryPart { return leaf.data["entry"]?.integerValue == last && last != nil }
    if selection.asksAboutBatches, entry.type == .batchPrepared,
      let batch = entry.data["batch"]?.stringValue.map(BatchName.init)
    {
      batches[batch] = entry.data
    }
    guard selection.hasKind(entry.type), selection.times?.contains(entry.time) ?? true, speaks(entry) else {
      return false
    }
    last = entry.index
    return true
  }

  private func speaks(_ entry: JournalEntry) -> Bool {
    let intent = entry.data["batch"]?.stringValue.map(BatchName.init).flatMap { batches[$0] }
    return [
      ("run", selection.run?.rawValue), ("recordSet", selection.recordSet?.rawValue),
      ("rule", selection.rule?.rawValue),
    ]
    .allSatisfy {
      member, name in
      guard let name else { return true }
      return entry.data.names(name, as: member) || intent?.names(name, as: member) ?? false
    }
  }
}

extension JSONValue {
  /// Members that list record sets, or have one for each.
  private static let lists: Set = [
    "recordSets", "uncounted", "unmeasured", "unfinished", "unknown", "due", "changed", "open", "firstRun",
  ]

  /// Tells if the value, or one within it, has a member of this name and text; of record sets also if it lists that one.
  fileprivate func names(_ name: String, as member: String) -> Bool {
    switch self {
    case .object(let members):
      return members.contains { key, value in
        key == member && value.stringValue == name
          || member == "recordSet" && Self.lists.contains(key) && value.lists(name)
          || value.names(name, as: member)
      }
    case .array(let values): return values.contains { $0.names(name, as: member) }
    default: return false
    }
  }

  private func lists(_ name: String) -> Bool {
    switch self {
    case .object(let members): members[name] != nil
    case .array(let values): values.contains { $0.stringValue == name }
    default: false
    }
  }
}
