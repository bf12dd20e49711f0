internal import AuditJournal
internal import CalendarExpressions
internal import CivilTime
internal import Files
internal import JSONText
internal import Purging
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What the files, the keys, the clock and the disk say.
extension HealthCheck {
  func keys() -> HealthAnswer {
    let problems = session.keyProblems()
    guard let first = problems.first else { return HealthAnswer(.keys, .well, "all are there") }
    return HealthAnswer(
      .keys, .critical, problems.count == 1 ? "\(first)" : "\(first); and \(problems.count - 1) more",
      ["missing": .integer(problems.count)])
  }

  func approval() throws -> HealthAnswer {
    let digest = session.configuration.digest
    if try session.isApproved() == true {
      return HealthAnswer(.approval, .well, "\(digest.short) is approved")
    }
    guard let former = try session.approvedConfiguration(companions: .skip) else {
      return HealthAnswer(
        .approval, .critical,
        "no configuration is approved, so that nothing is purged: see `retentiond plan`, then `retentiond approve \(digest.short)`"
      )
    }
    return HealthAnswer(
      .approval, .warning,
      "\(digest.short) is NOT approved, and runs go on with \(former.digest.short): see `retentiond plan`, then `retentiond approve \(digest.short)`"
    )
  }

  func calendar() -> HealthAnswer {
    let calendar = inForce.bindings.calendar
    guard !calendar.isEmpty else {
      return HealthAnswer(.calendar, .well, "stores.json has none: a timer or a person starts the runs")
    }
    guard let next = nextRun(after: now) else {
      return HealthAnswer(
        .calendar, .critical,
        "no run ever comes: correct the calendar, the windows or the black-out days in stores.json")
    }
    return HealthAnswer(
      .calendar, .well, "the next run is at \(next.text(in: zone))", ["next": .string(next.iso8601)])
  }

  func clock() throws -> HealthAnswer {
    try session.clockFinding(at: now).map {
      HealthAnswer(.clock, .critical, "a run would not believe it: \($0)")
    } ?? HealthAnswer(.clock, .well, "believed")
  }

  /// A run may write so much in a night.
  private static let scarce = 512 << 20

  /// Looks where the journal, its folder for auditors and SQLite's files lie.
  func space() -> HealthAnswer {
    let stores = session.bindings.stores.compactMap {
      if case .sqlite(let path, _) = $0.engine { path } else { nil }
    }
    let journal = FileAccess.absoluteFolder(of: session.location.path)
    var folders = [journal]
    for path in [session.bindings.journal.directory] + stores {
      let folder = FileAccess.absoluteFolder(of: path)
      // A folder that is not there is told by what needs it.
      if FileAccess.exists(folder), !folders.contains(folder) { folders.append(folder) }
    }
    var least = (folder: journal, bytes: Int.max)
    for folder in folders {
      guard let bytes = FileSystem.freeBytes(beside: folder) else {
        return HealthAnswer(
          .space, .critical,
          "the file system of \(folder) cannot be asked: see to the disk, and to who may look")
      }
      if bytes < least.bytes { least = (folder, bytes) }
    }
    let level: HealthLevel =
      least.bytes < AuditJournal.reserve ? .critical : least.bytes < Self.scarce ? .warning : .well
    let rule = least.folder == journal ? "; no run begins with less than \(AuditJournal.reserve >> 20)" : ""
    return HealthAnswer(
      .space, level,
      "\(least.bytes >> 20) MiB are free beside \(least.folder)\(level == .well ? "" : ": free some\(rule)")",
      ["freeBytes": .integer(least.bytes)])
  }
}
