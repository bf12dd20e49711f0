import Foundation

/// What the sample expects of the product: `expected.csv` with one line a row, `expected.json` with the sums.
final class Expectations {
  private struct Sum: Hashable {
    let recordSet: String
    let verdict: String
    let stage: String
    let rule: String
  }

  private let rows: LineFile
  private var sums: [Sum: Int] = [:]
  private var fates: [String: [Fate: Int]] = [:]
  private var dependents: [String: (before: Int, after: Int)] = [:]
  private var recordSets: [String] = []

  init(directory: URL) throws {
    rows = try LineFile(directory.appending(path: "expected.csv"))
    try rows.append("record_set,key,verdict,stage,rule,until,fate")
  }

  func expect(_ verdict: Verdict, of key: [Cell], in recordSet: String) throws {
    let keyText = key.count == 1 ? key[0].text : key.map(\.text).joined(separator: "|")
    let stage = verdict.stage?.rawValue ?? ""
    let rule = verdict.rule ?? ""
    try rows.append(
      "\(recordSet),\(CSV.field(keyText)),\(verdict.word),\(stage),\(rule),\(verdict.until?.text ?? ""),"
        + verdict.fate.rawValue)
    if fates[recordSet] == nil { recordSets.append(recordSet) }
    sums[Sum(recordSet: recordSet, verdict: verdict.word, stage: stage, rule: rule), default: 0] += 1
    fates[recordSet, default: [:]][verdict.fate, default: 0] += 1
  }

  /// A row of another table that goes if the record goes that it hangs on.
  func expectDependent(in table: String, survives: Bool) {
    dependents[table, default: (0, 0)].before += 1
    if survives { dependents[table, default: (0, 0)].after += 1 }
  }

  /// Writes the sums and closes the rows.
  func finish(directory: URL, reckoning: Reckoning, seed: Int, subjects: Int, holds: Int) throws {
    try rows.close()
    let json = JSON.object([
      ("on", .text(reckoning.today.text)), ("now", .text(InstantText.iso8601(reckoning.now))),
      ("seed", .integer(seed)), ("subjects", .integer(subjects)), ("holds", .integer(holds)),
      ("recordSets", .object(recordSets.map { ($0, recordSetSums($0)) })),
      (
        "dependents",
        .object(
          dependents.sorted { $0.key < $1.key }.map {
            ($0.key, ["before": .integer($0.value.before), "after": .integer($0.value.after)])
          })
      ),
    ])
    try Data((json.text() + "\n").utf8).write(to: directory.appending(path: "expected.json"))
  }

  private func recordSetSums(_ name: String) -> JSON {
    let verdicts = sums.filter { $0.key.recordSet == name }
      .map { (words: [$0.key.verdict, $0.key.stage, $0.key.rule], count: $0.value) }
      .sorted { $0.words.lexicographicallyPrecedes($1.words) }
    return [
      "verdicts": .list(
        verdicts.map { sum in
          let members = zip(["verdict", "stage", "rule"], sum.words).filter { !$0.1.isEmpty }
          return .object(members.map { ($0.0, .text($0.1)) } + [("rows", .integer(sum.count))])
        }),
      "fates": .object(
        Fate.allCases.compactMap { fate in fates[name]?[fate].map { (fate.rawValue, .integer($0)) } }),
    ]
  }
}
