internal import Words

/// What an entry is about, as it is written: `retentiond.batch.prepared`. An entry of a later program may have a type that is not among these.
package struct EntryType: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }

  package static let journalCreated = EntryType("retentiond.journal.created")
  package static let keyRotated = EntryType("retentiond.key.rotated")
  package static let journalVerified = EntryType("retentiond.journal.verified")
  package static let serviceStarted = EntryType("retentiond.service.started")
  package static let serviceStopped = EntryType("retentiond.service.stopped")
  package static let rulesLoaded = EntryType("retentiond.rules.loaded")
  package static let configurationApproved = EntryType("retentiond.configuration.approved")
  package static let holdPlaced = EntryType("retentiond.hold.placed")
  package static let holdLifted = EntryType("retentiond.hold.lifted")
  package static let holdChanged = EntryType("retentiond.hold.changed")
  package static let holdNarrowed = EntryType("retentiond.hold.narrowed")
  package static let planMade = EntryType("retentiond.plan.made")
  package static let runStarted = EntryType("retentiond.run.started")
  package static let runEnded = EntryType("retentiond.run.ended")
  package static let firstRunContinued = EntryType("retentiond.first-run.continued")
  package static let batchPrepared = EntryType("retentiond.batch.prepared")
  package static let batchOutcome = EntryType("retentiond.batch.outcome")
  package static let batchRecovered = EntryType("retentiond.batch.recovered")
  package static let batchFiles = EntryType("retentiond.batch.files")
  package static let filesSettled = EntryType("retentiond.files.settled")
  package static let rowSetAside = EntryType("retentiond.row.set-aside")
  package static let rowsTooFew = EntryType("retentiond.rows.too-few")
  package static let reconcileFound = EntryType("retentiond.reconcile.found")
  package static let reconcileEnded = EntryType("retentiond.reconcile.ended")
  package static let storeRestored = EntryType("retentiond.store.restored")
  // Its word is older than "scrub".
  package static let storeScrubbed = EntryType("retentiond.store.erased")
  package static let storeIdentified = EntryType("retentiond.store.identified")
  package static let storeAccepted = EntryType("retentiond.store.accepted")
  package static let surveyMade = EntryType("retentiond.survey.made")
  package static let anchorReceipt = EntryType("retentiond.anchor.receipt")
  package static let refusal = EntryType("retentiond.refusal")
  package static let clockAccepted = EntryType("retentiond.clock.accepted")
  package static let recordSetDied = EntryType("retentiond.record-set.died")
  package static let recordSetPassed = EntryType("retentiond.record-set.passed")
  package static let recordSetResumed = EntryType("retentiond.record-set.resumed")
  package static let runsPaused = EntryType("retentiond.runs.paused")
  package static let runsResumed = EntryType("retentiond.runs.resumed")
  package static let evidenceKeyRotated = EntryType("retentiond.evidence-key.rotated")
  package static let evidenceKeyDestroyed = EntryType("retentiond.evidence-key.destroyed")
  package static let keyPinned = EntryType("retentiond.key.pinned")
  package static let keyDestroyed = EntryType("retentiond.key.destroyed")
  package static let historyAccepted = EntryType("retentiond.history.accepted")
  package static let backupBegan = EntryType("retentiond.backup.began")
  package static let backupMade = EntryType("retentiond.backup.made")
  package static let entryPart = EntryType("retentiond.entry.part")

  /// The type as people read and ask for it: `batch.prepared`.
  package var short: String {
    rawValue.hasPrefix(Self.prefix) ? String(rawValue.dropFirst(Self.prefix.count)) : rawValue
  }

  private static let prefix = "retentiond."

  /// Tells if entries of this type are about a batch: its intent, its outcome, its files.
  var isOfBatch: Bool { rawValue.hasPrefix("retentiond.batch.") }

  /// Tells if entries of this type are about a hold.
  var isOfHold: Bool { rawValue.hasPrefix("retentiond.hold.") }

  // MARK: Reading

  private static let name = Array("\"type\":\"".utf8)
  private static let end = Array("\"}".utf8)

  /// Reads an entry's type without reading the entry: by the order of members in canonical JSON it is the last one.
  ///
  /// - Returns: nil where the last member is another one, so that the entry has to be read.
  static func atEnd(of bytes: [UInt8]) -> EntryType? {
    guard bytes.suffix(2).elementsEqual(end) else { return nil }
    let value = bytes.dropLast(2)
    guard let quote = value.lastIndex(of: UInt8(ascii: "\"")) else { return nil }
    let type = value[(quote + 1)...]
    // Between the name's beginning and the type nothing else can stand; an escape could hide another end.
    let start = quote + 1 - name.count
    guard start > 0, value[start...quote].elementsEqual(name), !type.contains(UInt8(ascii: "\\")),
      [UInt8(ascii: ","), UInt8(ascii: "{")].contains(bytes[start - 1])
    else { return nil }
    return EntryType(String(decoding: type, as: UTF8.self))
  }
}
