internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What `systemctl status` shows while the service waits: when the next run comes, what became of the last one, and what somebody should look at.
struct ServiceStanding: Equatable, Sendable {
  var next: Instant?
  /// The rules' zone, on whose clocks times are shown.
  var zone: TimeZone
  var lastRun: LastRunNote?
  /// Stores that gave no answer when they were asked last.
  var unanswering: [StoreName] = []
  /// Whether the files as they were read last may be enforced; nil if nobody can tell.
  var isApproved: Bool?
  /// Whether another configuration is, and runs go on with it.
  var hasFormer = false
  /// Whether the files that were read last are wrong, and the former go on.
  var hasWrongFiles = false
  /// What keeps a run from beginning that is owed, or any run.
  var postponement: RunTurn.Postponement?
  /// Why the journal tells nothing.
  var doubt: String?

  var line: String {
    var parts = [
      postponed ?? next.map { "Waiting until \($0.text(in: zone))" }
        ?? "Waiting; the calendar has no next run"
    ]
    // A journal that cannot be read comes first: no run would begin.
    if let doubt { parts.append("NO RUN WOULD BEGIN: \(doubt)") }
    if let lastRun { parts.append(lastRun.sentence) }
    if !unanswering.isEmpty {
      parts.append(
        "no answer from \(unanswering.map(\.rawValue).joined(separator: ", ")), asked again by the next run")
    }
    if isApproved == false {
      parts.append(
        hasFormer
          ? "configuration NOT approved, the former goes on" : "configuration NOT approved, nothing is purged"
      )
    }
    if hasWrongFiles { parts.append("the files read last are WRONG, the former go on") }
    return parts.joined(separator: "; ")
  }
}

extension ServiceStanding {
  fileprivate var postponed: String? {
    switch postponement {
    case nil: nil
    case .paused(let pause): "PAUSED: runs are \(pause.text(in: zone))"
    case .window(let until):
      "A run is due and waits for its window"
        + (until.map { ", until \($0.text(in: zone))" } ?? ", and none is to come")
    case .away(let stores, let until):
      "Waiting for \(stores.map(\.rawValue).joined(separator: ", ")), asked again at \(until.text(in: zone))"
    }
  }
}

/// Tells when something changed that the standing is made of: a run or an approval of another process changes the journal's file.
struct StandingWatch {
  /// What the service knows of itself, which no journal tells.
  struct Known: Equatable {
    var next: Instant?
    /// The zone of the rules that are in force; nil for that of the files.
    var zone: TimeZone?
    var unanswering: [StoreName] = []
    var hasWrongFiles = false
    /// Why the service's last try to run failed.
    var failure: Failed?
    var postponement: RunTurn.Postponement?
  }

  /// A try to run that failed, and how many entries the journal had by then: what another process does after that is newer.
  struct Failed: Equatable {
    let reason: String
    let entries: Int
  }

  private struct Key: Equatable {
    let known: Known
    let configuration: ConfigurationDigest
    let journal: JournalTrace
  }

  private var key: Key?

  /// Tells if something changed since it was asked last. It looks at two files' dates and opens nothing.
  mutating func hasChanged(_ configuration: Configuration, _ known: Known) -> Bool {
    let key = Key(
      known: known, configuration: configuration.digest, journal: JournalTrace(of: configuration))
    defer { self.key = key }
    return key != self.key
  }

  /// Asks the journal. It may wait for it.
  static func standing(_ configuration: Configuration, _ known: Known) -> ServiceStanding {
    var standing = ServiceStanding(
      next: known.next, zone: known.zone ?? configuration.schedule.timeZone, unanswering: known.unanswering,
      hasWrongFiles: known.hasWrongFiles, postponement: known.postponement)
    let session = Session(configuration: configuration)
    do {
      standing.lastRun = try session.lastRunNote()
      if let failed = known.failure,
        try session.readingJournal().lastEndedRun().map({ $0.entry < failed.entries }) ?? true
      {
        standing.lastRun = .failed(failed.reason)
      }
      if let problem = session.keyProblems().first { standing.doubt = "\(problem)" }
      standing.isApproved = try session.isApproved()
      if standing.isApproved == false {
        standing.hasFormer = try session.approvedConfiguration(companions: .skip) != nil
      }
    } catch {
      standing.doubt = Failure.sentence(for: error)
    }
    return standing
  }

  /// Something else was shown meanwhile, so that the standing is to be shown again.
  mutating func forget() { key = nil }
}
