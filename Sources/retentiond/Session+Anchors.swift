internal import Anchors
internal import AuditJournal
internal import CivilTime
internal import LogEvents
internal import PurgeEngine
internal import StoreCatalogue
internal import TimeStamps

extension Session {
  var anchorSettings: AnchorSettings? { configuration.catalogue.journal.anchors }

  /// Hands the last checkpoint to the anchors that have not seen it, one after the other.
  ///
  /// - Parameters:
  ///   - age: leave an anchor alone whose oldest unseen entry is younger, in seconds.
  ///   - wanted: the anchors to ask, by name.
  func anchorJournal(
    olderThan age: Int = 0, where wanted: (String) -> Bool = { _ in true }
  ) throws -> [(anchor: String, outcome: AnchorRound.Outcome)] {
    let anchors = (anchorSettings?.anchors ?? []).filter { wanted($0.name) }.map {
      AnchorOpener.open($0, in: self)
    }
    return try AnchorRound(anchors: anchors, open: journal, clock: SystemClock.now).run(olderThan: age)
  }

  /// Asks the anchors where a run would find too few of them current; what came of it is told as log events.
  func anchorIfOverdue(_ report: (LogEvent) -> Void) throws {
    guard anchorSettings != nil else { return }
    let journal = try readingJournal()
    guard try readingEngine(journal: journal).overdueAnchors(in: journal, at: SystemClock.now()) != nil else {
      return
    }
    for (anchor, outcome) in try anchorJournal() {
      if let event = LogEvent(anchor, outcome) { report(event) }
    }
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
  static func timeStampCheck(authorities: [String]) -> TimeStampCheck? {
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
      return TimeStampAnchor(name: definition.name, url: url, authorities: authorities, timeout: timeout)
    case .witness(let url, let key):
      return WitnessAnchor(name: definition.name, url: url, key: key, timeout: timeout)
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
