/// Somebody asked to stop, and the work ended where nothing is left half done.
package struct Stopped: Error, Hashable, Sendable, CustomStringConvertible {
  package init() {}

  package var description: String {
    "it was stopped before its end, and nothing is left half done: run the command again"
  }
}
