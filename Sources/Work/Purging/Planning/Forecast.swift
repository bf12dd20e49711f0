package import CivilTime
package import Words

/// What falls due in the months to come, by record set, rule and stage, if nothing else changes.
package struct Forecast: Sendable {
  /// The first day of each month, and one day more: the end of the last month.
  package let monthStarts: [CivilDate]
  package let lines: [Line]
  /// The record sets that a run would refuse, each with the reasons. What could be counted of them stands in `lines` all the same.
  package let refused: [(recordSet: RecordSetName, refusals: [RecordSetRefusal])]

  package struct Line: Sendable {
    package let recordSet: RecordSetName
    package let rule: RuleID
    package let action: StageAction
    /// Rows that are due already at the start.
    package let backlog: Int
    /// Rows that come due in each month.
    package let months: [Int]
    /// How many of all of them a hold keeps.
    package let held: Int
  }
}
