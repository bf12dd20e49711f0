/// How many slips of the hand lie between two words: a letter too many, too few or wrong, or two that changed places.
enum EditDistance {
  static func between(_ first: [Character], _ second: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      (before, last) = (last, current)
    }
    return last[second.count]
  }

  /// Returns the word that is most like what was typed: the same but for capitals, some letters apart, or with the same beginning. Nil if none is.
  static func nearest(to word: String, of words: [String]) -> String? {
    let typed = Array(word.lowercased())
    let ranked = words.map { (word: $0, distance: between(typed, Array($0))) }
    if let best = ranked.min(by: { $0.distance < $1.distance }),
      best.distance <= max(1, min(2, typed.count / 3))
    {
      return best.word
    }
    return words.first { typed.count >= 4 && $0.hasPrefix(String(typed.prefix(4))) }
  }
}
