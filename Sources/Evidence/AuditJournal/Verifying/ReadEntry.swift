internal import Dispatch
internal import Synchronization
internal import TransparencyLog

/// An entry's leaf and what it says: all that needs no other entry (decision 168).
struct ReadEntry: Sendable {
  let leaf: TreeHash
  let entry: Result<CheckedEntry, JournalError>

  private init(_ bytes: [UInt8], at index: Int, origin: String, _ memo: inout IntentMemo) {
    leaf = .leaf(bytes)
    do throws(JournalError) {
      entry = .success(try CheckedEntry(bytes: bytes, index: index, origin: origin, memo: &memo))
    } catch {
      entry = .failure(error)
    }
  }

  /// How many entries one core reads at a time.
  private static let stretch = 64

  /// Reads entries that follow each other, on all cores where they are many.
  static func read(_ entries: [[UInt8]], from first: Int, origin: String) -> [ReadEntry] {
    @Sendable func read(_ range: Range<Int>) -> [ReadEntry] {
      var memo = IntentMemo()
      return range.map { ReadEntry(entries[$0], at: first + $0, origin: origin, &memo) }
    }
    guard entries.count > stretch else { return read(entries.indices) }
    let count = (entries.count + stretch - 1) / stretch
    let parts = Mutex(Array(repeating: [ReadEntry](), count: count))
    DispatchQueue.concurrentPerform(iterations: count) { part in
      let done = read(part * stretch..<min((part + 1) * stretch, entries.count))
      parts.withLock { $0[part] = done }
    }
    return parts.withLock { Array($0.joined()) }
  }
}
