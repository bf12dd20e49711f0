/// How many rows were left for which reason. A store that names each row in its reason gives as many reasons as rows: only the first ones are kept apart.
struct ReasonTally {
  private(set) var count = 0
  private var counts: [String: Int] = [:]

  /// So many reasons are told one by one.
  private static let mostReasons = 10
  private static let others = "other reasons, which the audit journal's entries give"

  mutating func add(_ reason: String) {
    count += 1
    let isKept = counts[reason] != nil || counts.count < Self.mostReasons
    counts[isKept ? reason : Self.others, default: 0] += 1
  }

  /// The reasons, the commonest first.
  var reasons: [(reason: String, count: Int)] {
    counts.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }
}
