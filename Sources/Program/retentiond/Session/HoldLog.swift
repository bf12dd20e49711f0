internal import AuditJournal
internal import Systemd

/// Tells the system journal of the holds that a command places and lifts. The audit journal has them whether or not the system journal takes the event, and a
/// machine may have none: so nothing here fails.
struct HoldLog {
  /// Nil if the journal could not be asked: whatever is wrong with it, the command itself meets and says.
  private let before: [Int: Hold]?

  init(_ journal: AuditJournal) {
    before = Self.inForce(journal)
  }

  private static func inForce(_ journal: AuditJournal) -> [Int: Hold]? {
    try? Dictionary(journal.holds().map { ($0.id, $0) }) { first, _ in first }
  }

  /// Tells what came and what went since then. A hold that another process places in the same moment may be told by both.
  func tell(_ journal: AuditJournal) {
    guard let before, let now = Self.inForce(journal) else { return }
    for hold in now.values.sorted(by: { $0.id < $1.id }) where before[hold.id] == nil {
      send(.holdPlaced(hold: String(hold.id), scope: hold.kind.rawValue))
    }
    for hold in before.values.sorted(by: { $0.id < $1.id }) where now[hold.id] == nil {
      send(.holdLifted(hold: String(hold.id), scope: hold.kind.rawValue))
    }
  }

  private func send(_ event: LogEvent) {
    // The command has done what it was asked for, and says so itself.
    try? EventLog.sendToJournal(event)
  }
}

extension Session {
  /// Changes the holds of a journal, and tells the system journal which came and went.
  func tellingHolds<Result>(of journal: AuditJournal, _ change: (AuditJournal) throws -> Result) throws
    -> Result
  {
    let log = HoldLog(journal)
    let result = try change(journal)
    log.tell(journal)
    return result
  }
}
