/// How a run may go on where it would otherwise stop to ask.
package struct RunOptions: Sendable {
  /// Believe that a record set with rows in the last run is empty now.
  package var acceptsEmpty = false
  /// How the clock was set while this process ran; nil if it was not, or nobody watched.
  package var clockJump: ClockJump?

  package init() {}
}
