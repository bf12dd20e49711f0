/// How many rows a run may change by one stage in a record set for which stores.json has no guard, and why as many.
package struct VolumeAllowance: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// Nothing says that more are usual.
    case least
    /// From what was due when the configuration was approved, and what was changed under the approval since.
    case approved(due: Int, changed: Int)
    /// The largest of the last ten runs changed so many.
    case usual(largest: Int)
  }

  package let rows: Int
  package let reason: Reason
}
