internal import AuditJournal
internal import RecordStores
internal import StoreBindings
internal import Words

/// Rows that batches left because too few are like them.
extension BatchLoop {
  /// Takes the rows that were left because too few were like them, class by class: those of one class came in several batches. What is too few
  /// then stays.
  func joinWaiting() throws -> Ending {
    guard let anonymity = task.bound.anonymity, !waiting.isEmpty else { return .finished }
    if let firstRun = task.firstRun, firstRun.isSpent(for: task.action) { return .finished }
    var limit = task.bound.batch
    limit.rows = min(max(limit.rows, anonymity.k), task.firstRun?.rows ?? .max)
    // Listed rows have come from batches of their own already, where they are all that there is. Records that are walked are never anonymised
    // (`RelatedTables`): of those a class would lie in several lists.
    guard selection.keys == nil else { return reportTooFew(waiting, anonymity) }
    var parts = waiting.parts(of: limit.rows)[...]
    var left = WaitingClasses()
    selection.after = nil
    while let part = parts.popFirst() {
      // A class that does not fit waits as a whole, and is not too small for good.
      if let firstRun = task.firstRun, firstRun.rows < part.count { return .finished }
      selection.keys = part.keys
      do {
        var step = Step.retry
        repeat {
          switch try admission() {
          case .go: break
          case .heldBack: return .heldBack
          case .over: return .stopped
          }
          waiting = WaitingClasses()
          step = try patiently(limit: limit)
        } while step != .finished
        left.add(waiting)
      } catch let error as StoreError where isWorthSplitting(error) {
        observeRetry(rows: part.count, reason: error.description)
        if let split = part.split {
          parts.insert(contentsOf: split, at: parts.startIndex)
        } else {
          try setAside(part.classes.joined().map { SetAside(key: $0, reason: error.description) })
        }
      }
    }
    return reportTooFew(left, anonymity)
  }

  private func reportTooFew(_ left: WaitingClasses, _ anonymity: Anonymity) -> Ending {
    if !left.isEmpty {
      run.left(TooFewRows(recordSet: task.recordSet, rule: task.rule, count: left.count, k: anonymity.k))
    }
    return .finished
  }
}
