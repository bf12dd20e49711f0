/// What a pace may ask of a store between batches.
package enum StoreObservable: String, Hashable, Sendable, CaseIterable {
  /// How far replicas are behind.
  case replicas
  /// The log that somebody keeps from being used again: a slot of a replica, or a long reader.
  case keptLog
  /// How much others have running.
  case load
  /// How much the store has written to its log until now.
  case logVolume
  /// Who waits for a lock of ours; asked of an open batch.
  case locks
  /// Nothing but an answer, for the time that it takes.
  case answer
}

/// What a store sees of itself and its replicas, as plain values; nil where it was not asked or cannot know.
package struct StoreObservation: Hashable, Sendable {
  /// The replica that is furthest behind.
  package var replica: Replica?
  /// What keeps most of the log.
  package var keptLog: KeptLog?
  /// Statements of others that run now.
  package var running: Int?
  /// Bytes that were written to the log since some moment in the past: it only grows.
  package var loggedBytes: Int?
  /// Sessions of others that wait for a lock of the open batch.
  package var waiting: Int?
  /// What was asked and could not be seen.
  package var gaps: [ObservationGap] = []

  package init() {}

  package struct Replica: Hashable, Sendable {
    package let name: String
    package let seconds: Double

    package init(name: String, seconds: Double) {
      self.name = name
      self.seconds = seconds
    }
  }

  package struct KeptLog: Hashable, Sendable {
    /// Who keeps it, as a message names them.
    package let keeper: String
    package let bytes: Int

    package init(keeper: String, bytes: Int) {
      self.keeper = keeper
      self.bytes = bytes
    }
  }
}

/// Something that a store was asked to observe and this account cannot see.
package struct ObservationGap: Hashable, Sendable, CustomStringConvertible {
  package let wanted: StoreObservable
  package let cause: String
  package let remedy: String

  package init(_ wanted: StoreObservable, cause: String, remedy: String) {
    self.wanted = wanted
    self.cause = cause
    self.remedy = remedy
  }

  package var description: String { "the pace cannot see \(wanted.shown): \(cause): \(remedy)" }
}

extension StoreObservable {
  fileprivate var shown: String {
    switch self {
    case .replicas: "how far replicas are behind"
    case .keptLog: "how much of the log is kept"
    case .load: "how much others have running"
    case .logVolume: "how much is written to the log"
    case .locks: "who waits for its locks"
    case .answer: "how fast the store answers"
    }
  }
}
