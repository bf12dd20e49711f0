package import AuditJournal
package import CivilTime
internal import RecordStores
package import Words

/// What a survey found in one record set.
///
/// Dates and words of the table can be one person's, so they are for a terminal alone. The journal keeps `record`, which has counts.
package struct Survey: Sendable {
  package let record: SurveyRecord
  package let store: StoreName
  package let table: String
  package let events: [EventSpread]
  package let facts: [FactWords]
  package let findings: [SurveyFinding]

  /// The rows that were read.
  package var rowCount: Int { record.counts.rows.number ?? 0 }

  /// How the values of one event's column lie.
  package struct EventSpread: Sendable {
    package let event: String
    package let column: String
    package let form: String
    package let missing: Int
    package let values: Int
    package let impossible: Int
    /// The smallest of all values that are dates at all.
    package let smallest: CivilDate?
    package let largest: CivilDate?
    /// The median of the values that can be meant.
    package let median: CivilDate?
    package let commonest: (day: CivilDate, count: Int)?
  }

  /// The words of one fact's column, the commonest first.
  package struct FactWords: Sendable {
    package let fact: String
    package let column: String
    package let words: [(word: String, count: Int, isMapped: Bool)]
    /// Rows whose words are not listed, because there are too many of them to be words of a fact.
    package let others: Int
    package let unmapped: Int
    /// Words of the binding that rows have in another spelling, which only the column's collation calls equal.
    package let alike: [(word: String, count: Int)]
  }
}

/// One thing that a survey says. None has a date or a word of the table.
package enum SurveyFinding: Hashable, Sendable, CustomStringConvertible {
  /// A run refuses the record set because of it.
  case doubt(EventDoubt)
  case commonDay(event: String, column: String, count: Int, of: Int)
  /// Rows whose words only the column's collation calls equal to a word of the binding.
  case otherSpellings(fact: String, column: String, count: Int)
  case doneInClear(Int)
  case unnormalPaths(Int)
  case orphans(Int)

  package var isRefusal: Bool { if case .doubt = self { true } else { false } }

  package var description: String {
    switch self {
    case .doubt(let doubt): doubt.description
    case .commonDay(let event, let column, let count, let all):
      "\(count) of \(all) dates of \(column), the event \"\(event)\", are one day: if that day stands for \"never\" or for a day of migration, "
        + "name it in \"noDate\" of the event in stores.json"
    case .otherSpellings(let fact, let column, let count):
      "\(count) rows hold other spellings of words of the fact \"\(fact)\", which \(column) calls equal by its collation and the rules do not: "
        + "map each spelling in stores.json, or write \"compare\": \"as-the-column\""
    case .doneInClear(let count):
      "\(count) rows are marked as pseudonymised and have values in clear: an application wrote them again; the next run does them again"
    case .unnormalPaths(let count):
      "\(count) paths of files are not written as their folder has them (//, ./, a slash at an end): write each file's path in one way"
    case .orphans(let count):
      "\(count) files are named by no row, so that they never go: remove them, or bring their rows back"
    }
  }
}
