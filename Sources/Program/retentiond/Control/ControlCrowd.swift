internal import Glibc
internal import Synchronization

/// How many connections there are, and of whom: no account keeps the others out, and all together do not keep out root and the service's own account.
final class ControlCrowd: Sendable {
  static let most = 32
  static let mostOfOne = 8
  /// Of root, and of the service's own account: it has the relay, too.
  static let mostOfTrusted = 32

  private let counts = Mutex<[uid_t: Int]>([:])

  /// A place among them, until it is left or nobody has it any more.
  final class Place: Sendable {
    private let crowd: ControlCrowd
    private let uid: uid_t
    private let isLeft = Atomic<Bool>(false)

    fileprivate init(_ crowd: ControlCrowd, _ uid: uid_t) {
      self.crowd = crowd
      self.uid = uid
    }

    func leave() {
      if !isLeft.exchange(true, ordering: .acquiringAndReleasing) { crowd.leave(uid) }
    }

    deinit { leave() }
  }

  /// - Returns: nil if there are too many already.
  func enter(_ caller: Caller) -> Place? {
    let isIn = counts.withLock { counts in
      let own = counts[caller.uid, default: 0]
      let others = counts.filter { !Caller(uid: $0.key).isTrusted }.values.reduce(0, +)
      let isFree = caller.isTrusted ? own < Self.mostOfTrusted : own < Self.mostOfOne && others < Self.most
      guard isFree else {
        return false
      }
      counts[caller.uid] = own + 1
      return true
    }
    return isIn ? Place(self, caller.uid) : nil
  }

  private func leave(_ uid: uid_t) {
    counts.withLock { counts in
      counts[uid, default: 1] -= 1
      if counts[uid] == 0 { counts[uid] = nil }
    }
  }
}
