internal import AuditJournal
internal import CivilTime
internal import Purging
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// Answers how well the promise is kept, from the files, the journal, the clock and the disk. No store is asked, so that an answer takes a moment however many rows
/// there are, and comes while a run is under way.
struct HealthCheck {
  let session: Session
  let now: Instant

  /// What is found out, and the questions that nobody can answer now, since the journal says nothing.
  func answers() -> (answers: [HealthAnswer], unanswered: [HealthQuestion]) {
    var answers: [HealthAnswer] = []
    var unanswered: [HealthQuestion] = []
    var isReadable = true
    for question in HealthQuestion.allCases {
      guard isReadable || Self.needsNoJournal.contains(question) else {
        unanswered.append(question)
        continue
      }
      do {
        answers.append(try answer(question))
      } catch {
        // Without the journal nothing that follows from it is known, and one sentence says why.
        answers.append(HealthAnswer(question, .critical, Failure.sentence(for: error)))
        if question == .journal { isReadable = false }
      }
    }
    return (answers, unanswered)
  }

  private static let needsNoJournal: Set<HealthQuestion> = [.files, .journal, .keys, .calendar, .space]

  private func answer(_ question: HealthQuestion) throws -> HealthAnswer {
    switch question {
    // Whoever is here has read them.
    case .files: HealthAnswer(.files, .well, "\(session.configuration.digest.short) can be applied")
    case .journal: try journal()
    case .keys: keys()
    case .approval: try approval()
    case .calendar: calendar()
    case .clock: try clock()
    case .pause: try pause()
    case .lastSuccess: try lastSuccess()
    case .lastRun: try lastRun()
    case .overdue: try overdue()
    case .openBatches: try openBatches()
    case .filesLeft: try filesLeft()
    case .firstRuns: try firstRuns()
    case .deaths: try deaths()
    case .survey: try survey()
    case .verification: try verification()
    case .anchors: try anchors()
    case .space: space()
    case .reviews: try reviews()
    }
  }

  /// What is in force; the files' own where the journal tells nothing.
  var inForce: Session { (try? session.inForce()) ?? session }
  var zone: TimeZone { inForce.configuration.schedule.timeZone }
}
