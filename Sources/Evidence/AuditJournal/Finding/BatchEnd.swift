package import CivilTime
internal import JSONText
package import Words

/// What became of a batch, by the last entry that says so.
package struct BatchEnd: Hashable, Sendable {
  package let outcome: BatchOutcome
  package let entry: Int
  package let time: Instant
  /// The word of the person who decided it; nil if the store told.
  package let decision: SettlingWord?

  /// Tells if it was committed, by the word of its store and not of a person.
  package var isProvenCommit: Bool { outcome == .committed && decision == nil }

  /// Reads what an outcome or a recovery says; nil for another entry.
  init?(_ entry: JournalEntry) {
    guard Self.types.contains(entry.type), let word = entry.data["outcome"]?.stringValue,
      let outcome = BatchOutcome(word: word, reason: entry.data["reason"]?.stringValue ?? "")
    else { return nil }
    self.outcome = outcome
    self.entry = entry.index
    time = entry.time
    decision = SettlingWord(entry.data)
  }

  static let types: Set<EntryType> = [.batchOutcome, .batchRecovered]
}

/// A person's word on what became of a batch whose store did not tell.
package struct SettlingWord: Hashable, Sendable {
  /// Nil in entries of before the name was a member of its own: then `reason` has both.
  package let by: String?
  package let reason: String
  /// How many of the batch's rows the store had then, how many of them looked as the batch leaves them, and how many it did not have; nil where it
  /// was not asked, because it does not answer any more.
  package let found: Found?

  /// What a store had of a batch's rows.
  package struct Found: Hashable, Sendable {
    package let present: Int
    package let changed: Int
    package let absent: Int

    package init(present: Int, changed: Int, absent: Int) {
      self.present = present
      self.changed = changed
      self.absent = absent
    }
  }

  package init(by: String, reason: String, found: Found?) {
    self.by = by
    self.reason = reason
    self.found = found
  }

  private static let earlierMethod = "decided by "

  /// How the batch was settled, in words that earlier versions of the program show, too.
  package var method: String { Self.earlierMethod + "\(by ?? ""): \(reason)" }

  var members: [String: JSONValue] {
    [
      "by": by.map(JSONValue.string), "reason": .string(reason),
      "present": found.map { .integer($0.present) }, "changed": found.map { .integer($0.changed) },
      "absent": found.map { .integer($0.absent) },
    ].compactMapValues { $0 }
  }

  /// Reads it from a recovery; nil where the store told.
  init?(_ data: JSONValue) {
    guard let method = data["method"]?.stringValue, method.hasPrefix(Self.earlierMethod) else { return nil }
    guard let by = data["by"]?.stringValue, let reason = data["reason"]?.stringValue else {
      self.by = nil
      reason = String(method.dropFirst(Self.earlierMethod.count))
      found = nil
      return
    }
    self.by = by
    self.reason = reason
    let counts = ["present", "changed", "absent"].map { data[$0]?.integerValue }
    found =
      if let present = counts[0], let changed = counts[1], let absent = counts[2] {
        Found(present: present, changed: changed, absent: absent)
      } else { nil }
  }
}
