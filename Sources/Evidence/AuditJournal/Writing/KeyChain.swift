internal import TransparencyLog

/// The keys that a journal was signed with, one after the other, each endorsed by the one before: who must have signed which checkpoint (decision 51).
///
/// A key is good for the sizes of its own turn only, whatever else it signed, so that an old key that was stolen later signs
/// nothing here. It can begin another journal, which a kept checkpoint or key tells from this one. Turns are counted in entries and not by the clock.
struct KeyChain {
  private(set) var current: VerifierKey
  /// How many keys there were.
  private(set) var count = 1
  /// The ids of all of them.
  private var ids: Set<[UInt8]>
  /// The first entry of the current key's turn, and after how many entries the next key must follow.
  private var turn: (start: Int, limit: Int?)
  /// The last rotation: its entry, and the key that endorsed it.
  private var rotation: (entry: Int, endorser: VerifierKey)?

  /// The first entry of the current key's turn.
  var turnStart: Int { turn.start }

  init(first: VerifierKey, limit: Int?) {
    current = first
    ids = [first.keyID]
    turn = (0, limit)
  }

  /// The keys that must have signed the checkpoint of a size: both at a rotation, the old one first.
  func signers(ofSize size: Int) -> [VerifierKey] {
    if let rotation, size == rotation.entry + 1 { return [rotation.endorser, current] }
    return [current]
  }

  /// Tells if an id is of one of the keys so far.
  func hasKey(_ id: [UInt8]) -> Bool { ids.contains(id) }

  /// Begins a new key's turn behind the entry that says so.
  mutating func rotate(to key: VerifierKey, at entry: Int, limit: Int?) {
    rotation = (entry, current)
    current = key
    turn = (entry + 1, limit)
    count += 1
    ids.insert(key.keyID)
  }

  /// Tells if the entry at an index must be a rotation: the turn is over, and the entries before it were signed for.
  func mustRotate(at index: Int, signed: Int) -> Bool {
    guard let limit = turn.limit, index - turn.start >= limit else { return false }
    return signed == index || index - turn.start >= limit + Self.slack
  }

  /// One append has fewer entries than this.
  private static let slack = 4_096

  /// Tells if the checkpoint with both signatures is missing behind a rotation, seen from the next entry.
  func isUnendorsed(at index: Int, signed: Int) -> Bool {
    rotation.map { $0.entry + 1 == index && signed != index } ?? false
  }
}
