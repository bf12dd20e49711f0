/// How far a replica is behind, by positions that only grow: of the primary's log, or of a heartbeat. Each is noted here with its time, and a replica that has not come to one
/// is behind since then. So only this machine's clock counts, and a replica that stands still is seen, too.
package struct ReplicaDelay: Sendable {
  private var noted: [(position: Int, time: ContinuousClock.Instant)] = []

  /// More are not kept: of the older ones every second one goes.
  private static let most = 4_096

  package init() {}

  /// The first position that was noted; nil before one is.
  package var first: Int? { noted.first?.position }

  package mutating func note(_ position: Int, at time: ContinuousClock.Instant) {
    if let last = noted.last, last.position >= position { return }
    noted.append((position, time))
    if noted.count > Self.most { noted = noted.enumerated().filter { $0.offset % 2 == 0 }.map(\.element) }
  }

  /// Returns the seconds since the first position that the replica does not have.
  package func seconds(behind position: Int, at now: ContinuousClock.Instant) -> Double {
    // Sorted, so that the place is found by halving.
    var (low, high) = (0, noted.count)
    while low < high {
      let middle = (low + high) / 2
      if noted[middle].position <= position { low = middle + 1 } else { high = middle }
    }
    return low < noted.count ? (now - noted[low].time) / .seconds(1) : 0
  }

  /// Forgets what every replica has.
  package mutating func forget(before position: Int) {
    guard let index = noted.firstIndex(where: { $0.position > position }), index > 1 else { return }
    noted.removeFirst(index - 1)
  }
}
