internal import AuditJournal
internal import RecordStores
package import StoreBindings
package import Words

/// Rows of a record set that cannot be judged, for one reason: enough of them that somebody should look.
package struct UnjudgedRows: Hashable, Sendable {
  package let recordSet: RecordSetName
  package let reason: UnjudgedReason
  package let count: Int
  /// All rows of the record set.
  package let rows: Int
}

extension UnjudgedRows: CustomStringConvertible {
  /// What it is and what to do.
  package var description: String {
    let share = "\(count) of \(rows) rows"
    return switch reason {
    case .lackingRequired:
      "\(share) lack a date that stores.json calls required: correct the event's column, or remove \"required\" if the event need not have come"
    case .implausible:
      "\(share) have a date that cannot be meant: compare \"as\", \"zone\", \"earliest\" and \"latest\" of the event with what its column holds"
    case .withoutRule:
      "no rule applies to \(share), which are kept without end: add a rule, or correct \"conditions\""
    case .unmapped:
      "\(share) hold a word that \"conditions\" maps to no value, so that a rule may pass them over: map each word of the column to a value of its fact"
    }
  }
}

extension RecordSetCounts {
  /// The reasons that have reached their share, and so deserve a warning.
  ///
  /// - Parameter restGoes: whether rows to which no rule applies go with other records, and so are not kept without end.
  func unjudged(_ shares: WarningShares, restGoes: Bool) -> [UnjudgedRows] {
    guard let rows = rows.number else { return [] }
    return UnjudgedReason.allCases.compactMap { reason in
      guard reason != .withoutRule || !restGoes else { return nil }
      guard let count = count(of: reason).number, shares.warns(of: count, in: rows, reason) else {
        return nil
      }
      return UnjudgedRows(recordSet: recordSet, reason: reason, count: count, rows: rows)
    }
  }

  private func count(of reason: UnjudgedReason) -> RowCount {
    switch reason {
    case .lackingRequired: total(\.lackingRequired)
    case .implausible: total(\.implausible)
    case .withoutRule: withoutRule
    case .unmapped: unmapped
    }
  }

  /// Why nothing of the record set could be judged, and what to do.
  var unjudgedSentence: String {
    let reasons = UnjudgedReason.allCases.compactMap { reason in
      count(of: reason).number.flatMap { $0 > 0 ? "\(reason.words) \($0)" : nil }
    }
    return
      "not one of its \(rows) rows can be judged (\(reasons.joined(separator: ", "))), so that nothing is due and everything stays: "
      + "correct \"events\" and \"conditions\" in stores.json; `retentiond explain` says how one row is read"
  }
}

extension UnjudgedReason {
  /// The words for a table.
  var words: String {
    switch self {
    case .lackingRequired: "without a required date"
    case .implausible: "implausible"
    case .withoutRule: "of no rule"
    case .unmapped: "with unmapped words"
    }
  }
}
