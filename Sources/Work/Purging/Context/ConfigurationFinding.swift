package import RetentionPolicy
package import Words

/// Something that both files may say and that does not do what their readers expect.
package enum ConfigurationFinding: Hashable, Sendable, CustomStringConvertible {
  /// `calendar` is an empty list.
  case emptyCalendar
  /// An expression of the calendar has no time to come.
  case neverComes(expression: String)
  /// The same of the calendar of surveys.
  case neverSurveys(expression: String)
  /// `clock.maximumAdvance` is shorter than the calendar's longest gap, so that a run would doubt the clock each time.
  case advanceTooShort(allowed: Int, gap: Int)
  /// A stage comes sooner than the next run does.
  case finerThanCalendar(rule: RuleID, stage: String, gap: Int)
  /// No record set is bound to a domain that has rules.
  case unserved(domain: DomainID)
  /// A stage that needs no period never comes: its rule has no trigger.
  case withoutTrigger(rule: RuleID, action: StageAction)
  /// The same, since a record set does not bind what it needs: an event, or what the stage does.
  case unboundStage(recordSet: RecordSetName, rule: RuleID, action: StageAction)
  /// No hold on a person reaches a record set that does not say whom its rows are about.
  case withoutSubject(recordSet: RecordSetName)

  /// Rows of two record sets refer to each other, and each goes by its own periods: of two that do, neither can go first.
  case circle(recordSets: [RecordSetName])

  /// Rows of another record set refer to its rows, and stay for good: what they refer to stays, too.
  case keptDependents(recordSet: RecordSetName, by: RecordSetName, rule: RuleID)

  /// An event is read from rows that go by periods of their own, and nothing counts once they are gone.
  case datesGo(recordSet: RecordSetName, event: String, other: RecordSetName)

  /// A ceiling is higher, or a minimum lower, than in the rules that were approved last.
  case loosened(LoosenedBound)
  /// Nobody can tell: this version of the program does not read the rules that were approved last.
  case unreadableBefore

  /// Tells if it may be meant as it is: not every table is about people.
  package var isRemark: Bool { if case .withoutSubject = self { true } else { false } }

  package var description: String {
    switch self {
    case .emptyCalendar:
      "stores.json, $.calendar: the list is empty, so that the service never runs: write a time, such as \"*-*-* 02:30:00\""
    case .neverComes(let expression):
      "stores.json, $.calendar: \"\(expression)\" never comes any more: correct it; `systemd-analyze calendar` shows when it comes"
    case .neverSurveys(let expression):
      "stores.json, $.survey: \"\(expression)\" never comes any more: correct it; `systemd-analyze calendar` shows when it comes"
    case .advanceTooShort(let allowed, let gap):
      "stores.json, $.clock.maximumAdvance: \(TimeSpan(allowed)) are allowed, and runs are up to \(TimeSpan(gap)) apart, so that a run would doubt its clock: allow more, or remove it"
    case .finerThanCalendar(let rule, let stage, let gap):
      "rule \(rule) counts \(stage), and runs are up to \(TimeSpan(gap)) apart, so that its records stay longer: let the calendar of stores.json come as often"
    case .unserved(let domain):
      "domain \(domain) has rules, and no record set is bound to it, so that nothing keeps its periods: add its record sets to stores.json, or say under \"elsewhere\" where its records are"
    case .withoutTrigger(let rule, let action):
      "rule \(rule) has a stage \(action.rawValue) and no trigger, so that the stage never comes: name the event that it counts from"
    case .unboundStage(let recordSet, let rule, let action):
      "record set \(recordSet): rule \(rule) has a stage \(action.rawValue) that needs no period, and stores.json does not bind its event, or does not say how: add what is missing under \"events\" or \"\(action.rawValue)\""
    case .circle(let recordSets):
      "record sets \(recordSets.joined(separator: " and ")): each one's rows refer to the other's, so that rows which do so in a circle keep each other for ever: bind only one as a record set, and the other's table under its \"dependents\" with the reference back below it"
    case .keptDependents(let recordSet, let keeper, let rule):
      "record set \(recordSet): rows of \(keeper) refer to its rows, and stay for good (rule \(rule)), so that what they refer to is never deleted: set the reference to null under \"pseudonymise\" of \(keeper)"
    case .datesGo(let recordSet, let event, let other):
      "record set \(recordSet): \"\(event)\" is read from rows of \(other), which go by their own rules; once the last of them is gone, the record has no date and stays for ever: name a column that counts then under \"ifNone\""
    case .loosened(let bound): bound.description
    case .unreadableBefore:
      "the rules that were approved last cannot be read by this version, so that nobody can say here whether a ceiling was raised or a minimum lowered: compare the old files with the new ones by hand, or let the version that approved them say it"
    case .withoutSubject(let recordSet):
      "record set \(recordSet) has no \"subject\", so that a hold on a person does not reach its rows: name the column that says whom a row is about"
    }
  }
}
