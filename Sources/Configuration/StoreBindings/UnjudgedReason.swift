/// Why a row that is there cannot be judged. The raw value is the name in stores.json, in reports and in the journal.
package enum UnjudgedReason: String, Hashable, Sendable, CaseIterable {
  /// It lacks a date that its binding calls required.
  case lackingRequired
  /// Its date cannot be meant.
  case implausible
  /// No rule of the domain applies to it.
  case withoutRule
  /// It has a word of a fact that the binding maps to no value.
  case unmapped
}

/// From which share of a record set's rows on each reason is a warning: a tenth, or what `warnAt` in stores.json says.
package struct WarningShares: Hashable, Sendable {
  private var shares: [UnjudgedReason: Double] = [:]

  package init() {}

  package subscript(reason: UnjudgedReason) -> Double {
    get { shares[reason] ?? 0.1 }
    set { shares[reason] = newValue }
  }

  /// Tells if so many of the rows deserve a warning. One row at least, whatever the share.
  package func warns(of count: Int, in rows: Int, _ reason: UnjudgedReason) -> Bool {
    count > 0 && Double(count) >= self[reason] * Double(rows)
  }
}
