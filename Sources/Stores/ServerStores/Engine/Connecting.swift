internal import Glibc
internal import RecordStores
internal import Synchronization
internal import Words

/// Connects on a thread of its own, which is left behind if the work is to end: client libraries look up names and connect for as long as it takes, and
/// have nothing yet that could be interrupted.
///
/// Sendable without the compiler's proof: the worker waits until the result is there, or never looks at it; a connection that comes too late is closed
/// by the thread that made it.
final class Connecting: @unchecked Sendable {
  private let connect: () throws(StoreError) -> any ServerEngine
  private let isDone = Atomic<Bool>(false)
  private var result: Result<any ServerEngine, StoreError>?

  /// All hosts together, each with its own time limit, are silent for less.
  private static let limit: Duration = .seconds(600)

  private init(_ connect: @escaping () throws(StoreError) -> any ServerEngine) { self.connect = connect }

  static func run(
    _ work: WorkInHand, store: StoreName, _ connect: @escaping () throws(StoreError) -> any ServerEngine
  ) throws(StoreError) -> any ServerEngine {
    if work.mustEnd { throw .interrupted(store: store) }
    let made = Connecting(connect)
    guard OwnThread.start({ made.make() }) == 0 else { return try connect() }
    return try work.waiting(for: "a connection to \(store)", atMost: limit) { () throws(StoreError) in
      var pause: UInt32 = 200
      while !made.isDone.load(ordering: .acquiring) {
        if work.mustEnd { throw .interrupted(store: store) }
        usleep(pause)
        pause = min(20_000, pause * 2)
      }
      guard let result = made.result else { throw .unavailable(store: store, cause: "it was not asked") }
      return try result.get()
    }
  }

  private func make() {
    do throws(StoreError) {
      result = .success(try connect())
    } catch {
      result = .failure(error)
    }
    isDone.store(true, ordering: .releasing)
  }
}
