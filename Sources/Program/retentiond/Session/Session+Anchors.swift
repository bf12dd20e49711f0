internal import Anchors
internal import AuditJournal
internal import CivilTime
internal import Purging
internal import StoreBindings
internal import Systemd

extension Session {
  var anchorSettings: AnchorSettings? { configuration.bindings.journal.anchors }

  /// Hands the last checkpoint to the anchors that have not seen it, one after the other.
  ///
  /// - Parameters:
  ///   - age: leave an anchor alone whose oldest unseen entry is younger, in seconds.
  ///   - wanted: the anchors to ask, by name.
  func anchorJournal(
    olderThan age: Int = 0, evenIfCurrent: Bool = false, where wanted: (String) -> Bool = { _ in true }
  ) throws -> [(anchor: String, outcome: AnchorRound.Outcome)] {
    let anchors = (anchorSettings?.anchors ?? []).filter { wanted($0.name) }.map {
      AnchorOpener.open($0, in: self)
    }
    return try AnchorRound(anchors: anchors, open: journal, clock: SystemClock.now)
      .run(olderThan: age, evenIfCurrent: evenIfCurrent)
  }

  /// What comes before a run: nobody may have seen another history of the journal, of whom the witnesses are asked each time; and the anchors are
  /// asked where the run would find too few of them current. What came of it is told as log events.
  func askAnchors(_ report: (LogEvent) -> Void) throws {
    let journal = try readingJournal()
    try requireOneHistory(of: journal)
    guard anchorSettings != nil else { return }
    try askWitnesses(report)
    guard try AnchorCheck(readingContext(journal: journal)).overdue(in: journal, at: SystemClock.now()) != nil
    else {
      return
    }
    for (anchor, outcome) in try anchorJournal(where: { !witnesses.contains($0) }) {
      if let event = LogEvent(anchor, outcome) { report(event) }
    }
  }

  /// The names of the witnesses among the anchors.
  var witnesses: [String] {
    (anchorSettings?.anchors ?? []).compactMap { if case .witness = $0.kind { $0.name } else { nil } }
  }

  /// Asks every witness, whatever the journal says that it has seen: a journal that was put back to an older copy has its older receipts, too.
  private func askWitnesses(_ report: (LogEvent) -> Void) throws {
    let witnesses = witnesses
    guard !witnesses.isEmpty else { return }
    for (anchor, outcome) in try anchorJournal(evenIfCurrent: true, where: witnesses.contains) {
      if let event = LogEvent(anchor, outcome) { report(event) }
      // Whoever does not answer says nothing; then the policy for overdue anchors decides.
      if case .failed(let error) = outcome, case .diverged = error { throw error }
    }
  }

  /// The witnesses that have another history of the journal, each with the sentence that says so.
  func witnessFindings() throws -> [String] {
    try anchorJournal(evenIfCurrent: true, where: witnesses.contains).compactMap { anchor, outcome in
      if case .failed(let error) = outcome, case .diverged = error {
        "the witness \(anchor): \(error)"
      } else {
        nil
      }
    }
  }

  /// The witnesses that have seen nothing yet under the key that the journal was rotated to: their operators may have to add it first.
  func witnessesBeforeRotation(of journal: AuditJournal) throws -> [String] {
    guard let rotation = try journal.lastRotation() else { return [] }
    // The checkpoint behind the rotation has both keys' signatures, and is taken for the old one's.
    return try witnesses.filter { try journal.standing(of: $0).last?.size ?? 0 <= rotation + 1 }
  }

  /// Each anchor's standing, and whether it is current.
  func anchorStandings() throws -> [(name: String, standing: AnchorStanding, isCurrent: Bool)] {
    guard let settings = anchorSettings else { return [] }
    let journal = try readingJournal()
    let now = journal.acceptedTime(for: SystemClock.now()).secondsSinceEpoch
    return try settings.anchors.map { anchor in
      let standing = try journal.standing(of: anchor.name)
      let isCurrent = standing.unseenSince.map { now - $0.secondsSinceEpoch <= settings.within } ?? true
      return (anchor.name, standing, isCurrent)
    }
  }

  /// Verifies time stamps by the certificates that stores.json names, or else by a file that is given; nil where neither is.
  ///
  /// - Throws: where a file cannot be read, or has no certificate: what was to be verified must not pass for what nobody asked about.
  static func timeStampCheck(authorities: [String]) throws -> TimeStampCheck? {
    for file in authorities {
      let remedy = "name the PEM file of the authority's certificates"
      let text = String(decoding: try FileAccess.read(file, remedy: remedy), as: UTF8.self)
      guard text.contains("-----BEGIN") else {
        throw FileError.unreadable(path: file, cause: "it has no certificate in PEM form", remedy: remedy)
      }
    }
    guard let last = authorities.last else { return nil }
    return { response, digest in
      for file in authorities.dropLast() {
        if let time = try? TimeStamp(response).time(ofDigest: digest, authorities: file) { return time }
      }
      return try TimeStamp(response).time(ofDigest: digest, authorities: last)
    }
  }

  /// The certificates of all its time stamp authorities.
  var authorities: [String] {
    (anchorSettings?.anchors ?? []).compactMap {
      if case .timeStamp(_, let file) = $0.kind { file } else { nil }
    }
  }
}

/// Makes the client for an anchor: the one place that knows every kind.
enum AnchorOpener {
  static func open(_ definition: AnchorDefinition, in session: Session) -> any Anchor {
    let timeout = session.anchorSettings?.timeout ?? 10
    switch definition.kind {
    case .journald:
      return JournaldAnchor(name: definition.name) { offered in
        try EventLog.sendToJournal(
          .checkpointPublished(
            anchor: definition.name, size: offered.size, checkpoint: offered.note))
      }
    case .timeStamp(let url, let authorities):
      return TimeStampAnchor(
        name: definition.name, url: url, authorities: authorities, timeout: timeout, work: session.work)
    case .witness(let url, let key):
      return WitnessAnchor(name: definition.name, url: url, key: key, timeout: timeout, work: session.work)
    }
  }
}

extension LogEvent {
  /// The log record of an anchor's outcome; nil where nothing happened.
  init?(_ anchor: String, _ outcome: AnchorRound.Outcome) {
    switch outcome {
    case .current: return nil
    case .anchored(let size): self = .checkpointAnchored(anchor: anchor, size: size)
    case .failed(.failed(let cause)): self = .anchorFailed(anchor: anchor, reason: cause)
    case .failed(let error): self = .anchorDiverged(anchor: anchor, reason: "\(error)")
    }
  }
}
