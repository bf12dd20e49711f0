/// What happens to a record, the least severe first.
enum StageAction: String, Comparable, CaseIterable {
  case archive, pseudonymise, delete

  static func < (left: StageAction, right: StageAction) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .archive: 0
    case .pseudonymise: 1
    case .delete: 2
    }
  }
}

/// The events of the schedule, by the names that the rules file gives them.
enum Event: String {
  case rightsEnded = "rights-ended"
  case preventionAction = "prevention-action"
  case supportEnded = "support-ended"
  case closure, death
  case actionEnded = "action-ended"
  case accompanimentEnded = "accompaniment-ended"
  case programmeEvent = "programme-event"
  case disputeEnded = "dispute-ended"
  case fileClosed = "file-closed"
  case alertReceived = "alert-received"
  case finalDecision = "final-decision"
  case set
  case setOrRenewed = "set-or-renewed"
  case sessionEnded = "session-ended"
  case steeringEntry = "steering-entry"
}

/// One rule as the sample has written it down, from the published schedule and not from the rules file.
struct SampleRule {
  enum Trigger {
    case event(Event)
    case earliestOf([Event])
    case latestOf([Event])
  }

  struct Stage {
    let action: StageAction
    /// Nil where the stage comes with the trigger's day: on the day after.
    let span: Span?
  }

  let id: String
  let domain: String
  /// Nil where the page states no period.
  let trigger: Trigger?
  /// In the order of time. Where the page states no period they are those that need none.
  let stages: [Stage]
  /// Tells if the page states no period.
  let isUnset: Bool

  /// The published ceiling, which is also the sample's choice; nil where there is none.
  var ceiling: Span? { stages.last?.span }

  /// The first stage that is at least as severe.
  func stage(atLeast action: StageAction) -> Stage? { stages.first { $0.action >= action } }

  /// The events that its trigger looks at.
  var events: [Event] {
    switch trigger {
    case .event(let event): [event]
    case .earliestOf(let events), .latestOf(let events): events
    case nil: []
    }
  }
}
