/// Why a run ended between two batches before it was through, when nobody stopped its process.
package enum TruncationCause: String, Sendable, Hashable, CaseIterable {
  /// Somebody paused runs.
  case paused
  /// Its window was over, or a black-out day began.
  case window
  /// It had lasted as long as a run may.
  case longestRun = "longest-run"
  /// A store's pace let no batch begin for as long as a run waits; the other stores went on.
  case pace

  /// Why, as the end of a sentence about the run.
  package var explanation: String {
    switch self {
    case .paused: "because runs are paused"
    case .window: "because its window was over"
    case .pace: "because it may wait no longer for a store (longestWait in stores.json)"
    case .longestRun: "because it had lasted as long as a run may (longestRun in stores.json)"
    }
  }
}
