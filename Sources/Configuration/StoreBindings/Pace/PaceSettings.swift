package import RecordStores

/// How a run goes easy on one store. It decides nothing about which rows go.
package struct PaceSettings: Hashable, Sendable {
  /// What a batch should take.
  package var batchSeconds = 0.25
  /// The share of time in which no batch runs.
  package var freeShare = 0.0
  package var rowsPerSecond: Double?
  /// How far a replica may be behind; nil for any distance.
  package var lagSeconds: Double?
  /// How many statements of others may run.
  package var running: Int?
  /// How many times slower than at the run's beginning the store may answer.
  package var slowdown: Double?
  package var logBytesPerSecond: Double?
  package var keptLogBytes: Int?
  package var freeBytes: Int?
  /// Where free space is looked at.
  package var freePath: String?
  /// After a wait of so long the store's part of the run is over.
  package var longestWait = 600.0
  package var heartbeat: Heartbeat?
  /// Tells if the engine's replicas are seen by themselves, or by a heartbeat that is there.
  var seesReplicas = false
  /// Tells if the engine shows who waits for its locks.
  package var seesLocks = false

  package init() {}

  /// A table that a beat is written to, and the replicas that it is read on.
  package struct Heartbeat: Hashable, Sendable {
    package let table: String
    package let replicas: [ServerAddress.Host]
  }

  /// What is to be observed between batches.
  package var observables: Set<StoreObservable> {
    var wanted: Set<StoreObservable> = []
    if lagSeconds != nil, seesReplicas { wanted.insert(.replicas) }
    if keptLogBytes != nil { wanted.insert(.keptLog) }
    if running != nil { wanted.insert(.load) }
    if logBytesPerSecond != nil { wanted.insert(.logVolume) }
    if slowdown != nil { wanted.insert(.answer) }
    return wanted
  }

  /// What counts for an engine if nothing is written.
  init(for engine: EngineWord, at path: String? = nil) {
    switch engine {
    case .sqlite:
      keptLogBytes = 256 << 20
      freeBytes = 16 << 20
      freePath = path
    case .documents: freePath = path
    case .server(.postgresql):
      (lagSeconds, seesReplicas, seesLocks) = (10, true, true)
    case .server(.mariadb): (lagSeconds, seesLocks) = (10, true)
    }
  }
}

extension EngineWord {
  /// The members that `pace` has for this engine.
  var paceMembers: [String] {
    let all = ["batchSeconds", "free", "rowsPerSecond", "slowdown", "freeBytes", "longestWait"]
    return switch self {
    case .sqlite: all + ["keptLogBytes"]
    case .documents: all
    case .server(.postgresql):
      all + ["freePath", "lagSeconds", "running", "logBytesPerSecond", "keptLogBytes"]
    case .server(.mariadb): all + ["freePath", "lagSeconds", "running", "logBytesPerSecond", "heartbeat"]
    }
  }
}
