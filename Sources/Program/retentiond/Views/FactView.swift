internal import JSONText
internal import Purging
internal import RecordStores

/// What the row that a record refers to tells of a fact.
enum FactView {
  static func text(of fact: ExplainedFact) -> String {
    let columns = fact.columns.map { "\(fact.table).\($0)" }.joined(separator: ", ")
    guard let key = fact.key else {
      return "\(fact.fact) (\(columns)): the record refers to no row of \(fact.table), and has no word of it"
    }
    let words = fact.words.map { $0 == .null ? "null" : ExplanationView.shown($0).debugDescription }
    let meaning =
      fact.values.isEmpty
      ? fact.words.contains(.null) ? ", which is no word" : ", which is mapped to no value"
      : ", which is \(fact.values.joined(separator: " and "))"
    return
      "\(fact.fact) (\(columns)): \(words.joined(separator: ", "))\(meaning); by its parent \(fact.table) \(key.map(ExplanationView.shown).joined(separator: " "))"
  }

  static func json(of fact: ExplainedFact) -> JSONValue {
    .object([
      "fact": .string(fact.fact), "table": .string(fact.table),
      "columns": .array(fact.columns.map { .string($0) }),
      "key": fact.key.map { .array($0.map { .string(ExplanationView.shown($0)) }) } ?? .null,
      "words": .array(fact.words.map { $0 == .null ? .null : .string(ExplanationView.shown($0)) }),
      "values": .array(fact.values.map { .string($0) }),
    ])
  }
}
