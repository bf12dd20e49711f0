internal import RecordStores

/// Rows that batches left because too few were like them: a class may only be full when all its rows are taken together (decision 130).
///
/// Keys and classes are kept in memory, for the length of one rule's batches, and nowhere else.
struct WaitingClasses {
  private var keys: [[ColumnValue]: Set<[UInt8]>] = [:]

  var isEmpty: Bool { keys.isEmpty }
  var count: Int { keys.values.reduce(0) { $0 + $1.count } }

  mutating func add(_ classes: [SmallClass]) {
    for small in classes { keys[small.values, default: []].formUnion(small.keys) }
  }

  mutating func add(_ other: WaitingClasses) {
    keys.merge(other.keys) { $0.union($1) }
  }

  /// Whole classes, together so many rows or, where one class alone has more, as many as it needs.
  ///
  /// - Parameter limit: the most rows of one part, and of a class that is larger; its first part fills it, so that the others can follow.
  func parts(of limit: Int) -> [Part] {
    var parts: [Part] = []
    var part = Part()
    for (_, keys) in keys.sorted(by: { $0.value.count > $1.value.count }) {
      for start in stride(from: 0, to: keys.count, by: limit) {
        let some = keys.sorted { $0.lexicographicallyPrecedes($1) }[start..<min(start + limit, keys.count)]
        if part.count + some.count > limit, part.count > 0 {
          parts.append(part)
          part = Part()
        }
        part.classes.append(Array(some))
      }
    }
    if part.count > 0 { parts.append(part) }
    return parts
  }

  /// Rows that are tried together.
  struct Part {
    fileprivate(set) var classes: [[[UInt8]]] = []

    var count: Int { classes.reduce(0) { $0 + $1.count } }

    var keys: KeyList {
      var list = KeyList()
      for key in classes.joined() { list.append(key[...]) }
      return list
    }

    /// One part for each class; nil if there is but one.
    var split: [Part]? { classes.count > 1 ? classes.map { Part(classes: [$0]) } : nil }
  }
}
