internal import Purging
internal import RecordStores
internal import StoreBindings
internal import Systemd
internal import Words

/// Has the service begin a run now, outside of its calendar.
struct RunNowVerb: ControlVerb {
  static let name = "run-now"

  /// Whether the caller waits for the run's end.
  private let waits: Bool
  /// Whether it runs outside of its windows, too.
  private let isOutside: Bool

  /// The record sets that are asked for; nil for all.
  private let recordSets: Set<RecordSetName>?

  init(_ request: ControlRequest) throws(ControlError) {
    try request.requireOnly("wait", "recordSets", "outsideWindow")
    let names = try request.texts("recordSets", orNone: true)
    recordSets = names.isEmpty ? nil : Set(names.map(RecordSetName.init))
    waits = try request.bool("wait")
    isOutside = try request.bool("outsideWindow")
  }

  func answer(_ talk: ControlTalk, _ service: ControlledService) async throws {
    try service.requireRunning()
    let known = Set(await service.state.inForce().bindings.recordSets.map(\.recordSet.name))
    if let other = (recordSets ?? []).subtracting(known).min() {
      throw ControlError.refused(
        "the configuration that is in force has no record set \(other): it has \(known.sorted().joined(separator: ", "))",
        .notFound)
    }
    guard let updates = service.requests.ask(talk.caller, for: recordSets, windows: isOutside ? .none : .all)
    else {
      throw ControlError.refused(
        "a run is under way, or about to begin: `retentiond status` shows it", .tryAgain)
    }
    service.log.log(
      .controlAsked(what: Self.name, account: talk.caller.name, uid: Int(talk.caller.uid)))
    for await update in updates {
      switch update {
      case .began(let run, let due, let uncounted):
        let others = uncounted > 0 ? ", and \(uncounted) record set(s) could not be counted" : ""
        talk.say("\(run) is under way: \(due) record(s) due\(others).")
        if !waits { return talk.end(0) }
      case .ended(let run, let ending, let changed, let overdue):
        talk.say(
          "\(run) is \(ending.journalWord): \(changed) record(s) changed, \(overdue.map { "\($0) overdue" } ?? "and not known how many are overdue: `retentiond status` names the record sets")."
        )
        return talk.end(ending == .complete ? 0 : ExitStatus.incomplete.rawValue)
      case .failed(let reason, let status): throw ControlError.refused(reason, status)
      }
    }
    throw ControlError.gone
  }
}
