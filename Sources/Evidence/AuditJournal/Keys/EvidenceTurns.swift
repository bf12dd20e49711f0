/// The evidence keys of a journal, one after the other, and which of them are at hand.
struct EvidenceTurns {
  struct Turn: Hashable {
    let id: String
    /// The entry that begins it: the journal's first, or the rotation to the key.
    let start: Int
  }

  /// Empty until the journal was read.
  private(set) var turns: [Turn] = []
  private let keys: [String: EvidenceKey]
  /// The keys under which holds were placed since the first rotation, by their entries.
  var holdKeys: [Int: String] = [:]

  init(_ keys: EvidenceKeys) {
    self.keys = Dictionary((keys.former + [keys.current]).map { ($0.id, $0) }) { $1 }
  }

  private init(turns: [Turn], keys: [String: EvidenceKey]) {
    self.turns = turns
    self.keys = keys
  }

  /// The same keys with what a journal says of their turns.
  func reading(_ turns: [Turn]) -> EvidenceTurns { EvidenceTurns(turns: turns, keys: keys) }

  /// The same turns and one more, of a new key.
  func rotated(to key: EvidenceKey, at entry: Int) -> EvidenceTurns {
    EvidenceTurns(
      turns: turns + [Turn(id: key.id, start: entry)], keys: keys.merging([key.id: key]) { $1 })
  }

  var current: Turn? { turns.last }
  var former: ArraySlice<Turn> { turns.dropLast() }
  /// The first key's name; what says nothing of its key is under it.
  var first: String { turns.first?.id ?? "" }

  /// The keys that are at hand, in the order of their turns.
  var known: [EvidenceKey] { turns.compactMap { keys[$0.id] } }
  /// The names of all that are at hand, also of those that the journal does not know.
  var given: Set<String> { Set(keys.keys) }

  func has(_ id: String) -> Bool { turns.contains { $0.id == id } }
  func key(_ id: String) -> EvidenceKey? { has(id) ? keys[id] : nil }
}
