package import Words

/// One thing that `check` found.
package struct CheckFinding: Sendable {
  package enum Weight: Sendable {
    /// A run would refuse the record set because of it.
    case refusal
    /// A run goes on, and rows are kept for ever or taken wrongly if nobody looks: `check` ends with 2.
    case doubt
    /// It deserves a look and stops nothing.
    case remark
  }

  package let recordSet: RecordSetName
  package let weight: Weight
  /// What it is and what to do.
  package let sentence: String
  /// Tells if a guard says so, for which no record set would be changed.
  package var stopsTheRun = false

  package var isRefusal: Bool { weight == .refusal }
}
