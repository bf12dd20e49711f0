internal import Glibc
internal import RecordStores
internal import StoreBindings
internal import Synchronization
internal import Words

/// Asks all stores at once whether they answer, and waits no longer than it may: a server that hangs keeps a connection for as long as it likes, and a file on a
/// server that hangs keeps its thread.
final class StoreProbe: Sendable {
  private let answers = Mutex<[StoreName: StoreError?]>([:])

  /// - Returns: the stores that did not answer, each with why.
  /// - Throws: `Stopped` if the stop came first; then nobody knows what the stores would have said.
  static func unanswering(
    _ stores: [StoreDefinition], journal: String, within limit: Duration, stop: StopSignal
  ) throws(Stopped) -> [StoreName: StoreError] {
    let probe = StoreProbe()
    for definition in stores {
      // A thread that hangs is left behind: what it holds is its own.
      let code = OwnThread.start { probe.ask(definition, journal: journal) }
      if code != 0 {
        probe.note(
          .unavailable(store: definition.name, cause: "\(ThreadError(code: code))"), of: definition.name)
      }
    }
    let end = ContinuousClock.now + limit
    while probe.answers.withLock({ $0.count }) < stores.count, ContinuousClock.now < end {
      try stop.check()
      usleep(20_000)
    }
    let answers = probe.answers.withLock { $0 }
    return stores.reduce(into: [:]) { unanswering, store in
      if let answer = answers[store.name] {
        unanswering[store.name] = answer
      } else {
        unanswering[store.name] = .unavailable(
          store: store.name, cause: "it says nothing for \(limit.components.seconds) seconds")
      }
    }
  }

  private func ask(_ definition: StoreDefinition, journal: String) {
    do throws(StoreError) {
      _ = try StoreOpener.open(definition, journal: journal, isReadOnly: true).identity()
      note(nil, of: definition.name)
    } catch {
      note(error, of: definition.name)
    }
  }

  private func note(_ error: StoreError?, of store: StoreName) {
    answers.withLock { $0[store] = .some(error) }
  }
}
