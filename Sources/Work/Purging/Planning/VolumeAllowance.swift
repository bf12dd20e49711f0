/// So many rows of one stage a run may change of a record set for which stores.json has no guard, and why as many.
package struct VolumeAllowance: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// Nothing says that more are usual.
    case least
    /// So many were due when the configuration was approved, and so many were changed under the approval since.
    case approved(due: Int, changed: Int)
    /// The largest of the last ten runs changed so many.
    case usual(largest: Int)
  }

  package let rows: Int
  package let reason: Reason
}
