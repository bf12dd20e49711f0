/// Why the next batch may not begin yet. Any reason to wait wins.
package enum PaceReason: String, Hashable, Sendable, CaseIterable {
  // A rest has a known length, and is what the batches before have used up.

  /// The ceiling of rows a second.
  case ceiling
  /// The share of time that is left free.
  case share
  /// Others waited for a lock of the last batch.
  case locks
  /// More was written to the store's log a second than may be.
  case logVolume = "log-volume"

  // A wait lasts until what is observed is well again.

  /// A replica is behind.
  case replicas
  /// A slot, or a long reader, keeps the log from being used again.
  case keptLog = "kept-log"
  /// Others have much running.
  case load
  /// The store answers more slowly than at the run's beginning.
  case slowness
  /// The file system has little room left.
  case space

  /// Tells if its end is known.
  package var isRest: Bool {
    switch self {
    case .ceiling, .share, .locks, .logVolume: true
    case .replicas, .keptLog, .load, .slowness, .space: false
    }
  }

  /// Tells if somebody asked for just that, so that nothing need be said of it.
  package var isOrdinary: Bool { self == .ceiling || self == .share }
}
