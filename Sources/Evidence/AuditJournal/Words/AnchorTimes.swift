internal import CivilTime

/// Compares the times that anchors give with those that the entries have.
struct AnchorTimes {
  /// Nil where no configuration is at hand: then nothing is demanded of anchors.
  var demands: AnchorDemands?

  /// Clocks of others may differ by so many seconds, as those of stores may.
  static let slack = 300

  /// The last entries' times, each where its index leads, as long as receipts may speak of them.
  private var times: [Seen] = []
  private var first: Int?
  private var last: Int?
  private var size = 0
  private var standings: [String: Standing] = [:]
  /// Receipts whose time is before that of the entries, unless somebody led the clock back afterwards.
  private var early: [(entry: Int, anchor: String, time: Int, entryTime: Int)] = []

  private struct Seen {
    let index: Int
    let time: Int
    /// Receipts would each need another receipt, and a clock that is not believed tells no time.
    let counts: Bool
  }

  private struct Standing {
    /// The entries under the last receipt's checkpoint.
    var size = 0
    /// The time of the first entry that it has not seen.
    var unseenSince: Int?
    /// The entries that it saw too late.
    var late: [Range<Int>] = []
  }

  /// Takes the next entry.
  mutating func add(_ time: Instant, at index: Int, counts: Bool) {
    let time = time.secondsSinceEpoch
    let seen = Seen(index: index, time: time, counts: counts)
    let room = AuditJournal.receiptDistance + 1
    if times.count < room { times.append(seen) } else { times[index % room] = seen }
    if counts, first == nil { first = time }
    last = time
    size = index + 1
    guard counts else { return }
    for (anchor, standing) in standings where standing.unseenSince == nil {
      standings[anchor]?.unseenSince = time
    }
  }

  private func seen(at index: Int) -> Seen? {
    guard index >= 0 else { return nil }
    let place = index % (AuditJournal.receiptDistance + 1)
    return times.indices.contains(place) && times[place].index == index ? times[place] : nil
  }

  /// Somebody led the clock to another time.
  mutating func acceptClock(_ time: Instant) {
    let time = time.secondsSinceEpoch
    early.removeAll { min($0.entryTime, time) <= $0.time + Self.slack }
    for (anchor, standing) in standings {
      standings[anchor]?.unseenSince = standing.unseenSince.map { min($0, time) }
    }
    if let first { self.first = min(first, time) }
  }

  /// Takes a receipt for the entries up to a size.
  ///
  /// - Parameter time: what the anchor says; nil where it says none, so that the entry's own counts.
  mutating func add(receiptOf anchor: String, size: Int, at entry: Int, time: Int?) {
    let before = standings[anchor]
    var standing = before ?? Standing()
    if let time, let newest = seen(at: size - 1), time + Self.slack < newest.time, early.count < 20 {
      early.append((entry, anchor, time, newest.time))
    }
    // The first receipt is for what there was before anybody asked the anchor.
    if let demands, let before, let since = before.unseenSince, let time = time ?? seen(at: entry)?.time,
      time - since > demands.within, standing.late.count < 1_000
    {
      standing.late.append(before.size..<size)
    }
    standing.size = size
    standing.unseenSince = nil
    for index in size..<max(size, entry) {
      guard let next = seen(at: index), next.counts else { continue }
      standing.unseenSince = next.time
      break
    }
    standings[anchor] = standing
  }

  /// After the last entry: what is wrong.
  func findings() -> [String] {
    let early = early.map { receipt in
      "entry \(receipt.entry): the anchor \(receipt.anchor) gives a time before that of the entries that it saw (\(Instant(secondsSinceEpoch: receipt.time).iso8601), and \(Instant(secondsSinceEpoch: receipt.entryTime).iso8601))"
    }
    guard let demands, let last else { return early }
    var late: [(anchor: String, entries: Range<Int>)] = []
    var silent: [String] = []
    for anchor in demands.anchors {
      let standing = standings[anchor]
      late += (standing?.late ?? []).map { (anchor, $0) }
      if let since = standing == nil ? first : standing?.unseenSince, last - since > demands.within {
        if standing == nil { silent.append(anchor) }
        late.append((anchor, (standing?.size ?? 0)..<size))
      }
    }
    return early
      + stretches(late, demands).map { stretch in
        let names = stretch.anchors.sorted()
        let never = names.filter(silent.contains)
        let words =
          "entries \(stretch.entries.lowerBound) to \(stretch.entries.upperBound - 1): \(demands.anchors.count - names.count) of \(demands.required) required anchors saw them within \(demands.within) s of their times"
        return never.isEmpty
          ? "\(words): \(names.joined(separator: ", ")) saw them later or not yet"
          : "\(words): there is no receipt of \(never.joined(separator: ", "))"
      }
  }

  /// The entries that fewer anchors than required saw in time.
  private func stretches(
    _ late: [(anchor: String, entries: Range<Int>)], _ demands: AnchorDemands
  ) -> [(entries: Range<Int>, anchors: Set<String>)] {
    let bounds = Set(late.flatMap { [$0.entries.lowerBound, $0.entries.upperBound] }).sorted()
    var stretches: [(entries: Range<Int>, anchors: Set<String>)] = []
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      let anchors = Set(late.filter { $0.entries.contains(start) }.map(\.anchor))
      guard demands.anchors.count - anchors.count < demands.required else { continue }
      if let last = stretches.last, last.entries.upperBound == start, last.anchors == anchors {
        stretches[stretches.count - 1].entries = last.entries.lowerBound..<end
      } else {
        stretches.append((start..<end, anchors))
      }
    }
    return Array(stretches.prefix(10))
  }
}
