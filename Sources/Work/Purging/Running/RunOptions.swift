internal import RecordStores
internal import StoreBindings
package import Words

/// How a run may go on where it would otherwise stop to ask, and what it is about.
package struct RunOptions: Sendable {
  /// Believe that a record set with rows in the last run is empty now.
  package var acceptsEmpty = false
  /// How the clock was set while this process ran; nil if it was not, or nobody watched.
  package var clockJump: ClockJump?

  /// The record sets that somebody asks it for; nil for all. Of the others it says nothing, so that it is never complete unless there are none.
  package var recordSets: Set<RecordSetName>?
  /// Which windows bind the run.
  package var windows = WindowRule.all

  package init() {}

  func includes(_ bound: BoundRecordSet) -> Bool { recordSets?.contains(bound.recordSet.name) ?? true }
}
