import CivilTime
import Words

/// Rules and their answers about one row, written from docs/rules-file.md and from nothing of the program: what `DueConditions` is compared with.
struct DueRules: CustomStringConvertible {
  /// What starts a period.
  enum Trigger: Hashable {
    case event(String)
    indirect case earliestOf([Trigger])
    indirect case latestOf([Trigger])

    var json: String {
      switch self {
      case .event(let name): "\"\(name)\""
      case .earliestOf(let parts): "{\"earliestOf\": [\(parts.map(\.json).joined(separator: ", "))]}"
      case .latestOf(let parts): "{\"latestOf\": [\(parts.map(\.json).joined(separator: ", "))]}"
      }
    }

    var events: Set<String> {
      switch self {
      case .event(let name): [name]
      case .earliestOf(let parts), .latestOf(let parts): Set(parts.flatMap(\.events))
      }
    }

    /// An event without a date is ignored in an `earliestOf`, and keeps a `latestOf` from having one; where the row says that it never was, a
    /// `latestOf` ignores it.
    func date(_ row: DueRow) -> DueDate {
      switch self {
      case .event(let name): return row.dates[name] ?? .missing
      case .earliestOf(let parts):
        let dates = parts.map { $0.date(row) }
        if let first = dates.compactMap(\.day).min() { return .day(first) }
        return dates.contains(.impossible) ? .impossible : .missing
      case .latestOf(let parts):
        let dates = parts.filter { part in
          !part.events.allSatisfy { row.never.contains($0) && row.dates[$0] ?? .missing == .missing }
        }.map { $0.date(row) }
        if dates.contains(.impossible) { return .impossible }
        if dates.contains(.missing) { return .missing }
        return dates.compactMap(\.day).max().map { .day($0) } ?? .missing
      }
    }
  }

  /// One rule.
  struct Rule {
    let id: String
    let trigger: Trigger
    /// Years from the trigger to the end; nil if nobody has chosen.
    let years: Int?
    /// Years from the trigger to the ceiling; the period's if there is none.
    var ceiling: Int?
    /// What is done at the trigger; nil for nothing.
    var atTrigger: StageAction?
    /// The kinds of records that it is for; nil for all.
    var kinds: [String]?

    var json: String {
      let stages =
        (atTrigger.map { ["{\"action\": \"\($0.rawValue)\", \"at\": \"trigger\"}"] } ?? [])
        + ["{\"action\": \"delete\", \"at\": \"period\"}"]
      let members = [
        "\"id\": \"\(id)\"", "\"title\": {\"fr\": \"R\", \"en\": \"R\"}", "\"source\": \"test\"",
        "\"trigger\": \(trigger.json)",
        "\"period\": \(years.map { "\"P\($0)Y\"" } ?? "{\"unset\": {\"fr\": \"R\", \"en\": \"R\"}}")",
        "\"stages\": [\(stages.joined(separator: ", "))]",
      ]
      let kinds = kinds.map { names in
        ["\"when\": {\"kind\": [\(names.map { "\"\($0)\"" }.joined(separator: ", "))]}"]
      }
      return
        "{\((members + (ceiling.map { ["\"ceiling\": \"P\($0)Y\""] } ?? []) + (kinds ?? [])).joined(separator: ", "))}"
    }

    func applies(to row: DueRow) -> Bool {
      kinds.map { names in row.kind.map(names.contains) ?? false } ?? true
    }

    /// The period is over on the day after its last.
    func isOver(_ years: Int?, for row: DueRow, on today: CivilDate) -> Bool {
      guard let years, let day = trigger.date(row).day else { return false }
      return day.adding(months: 12 * years).adding(days: 1) <= today
    }

    /// The most severe stage that has come.
    func stage(of row: DueRow, on today: CivilDate) -> StageAction? {
      if isOver(years, for: row, on: today) { return .delete }
      guard let atTrigger, let day = trigger.date(row).day, day < today else { return nil }
      return atTrigger
    }
  }

  let rules: [Rule]

  var events: [String] { Set(rules.flatMap(\.trigger.events)).sorted() }
  var stages: Set<StageAction> { Set(rules.compactMap(\.atTrigger)) }
  /// Tells if the kind of a record matters to some rule.
  var askKind: Bool { rules.contains { $0.kinds != nil } }

  var description: String { rules.map(\.json).joined(separator: "; ") }

  /// What is true of a row, by one name a verdict, with the rule that it is counted under.
  func verdicts(of row: DueRow, on today: CivilDate) -> Set<String> {
    // The longest period wins, and one that nobody has chosen keeps for ever.
    let applying = rules.filter { $0.applies(to: row) }.enumerated().sorted {
      let (left, right) = ($0.element.years ?? .max, $1.element.years ?? .max)
      return left == right ? $0.offset < $1.offset : left > right
    }.map(\.element)
    guard let counted = applying.first else { return ["no rule"] }
    let stages = applying.map { $0.stage(of: row, on: today) }
    // A rule that still keeps the record keeps it from everybody.
    let due = stages.contains(nil) ? nil : stages.compactMap { $0 }.min()
    let dueName = due.map { "\($0.rawValue) due" }
    if counted.years == nil { return Set([dueName ?? "kept"].map { "\(counted.id): \($0)" }) }
    let dates = applying.map { $0.trigger.date(row) }
    let first: String? =
      if dates.contains(.impossible) {
        "implausible"
      } else if dates.contains(.missing) {
        "undated"
      } else if dates.contains(where: { $0.day.map { $0 > today } ?? false }) {
        "not begun"
      } else {
        nil
      }
    if let first { return ["\(counted.id): \(first)"] }
    let isOverCeiling = applying.contains { $0.isOver($0.ceiling ?? $0.years, for: row, on: today) }
    let isInConflict = applying.count > 1 && isOverCeiling && due != .delete
    return Set(
      ([dueName, isInConflict ? "conflict" : nil].compactMap { $0 }
        + (dueName == nil && !isInConflict ? ["kept"] : []))
        .map { "\(counted.id): \($0)" })
  }
}

/// A date as a row has it.
enum DueDate: Hashable {
  case missing, impossible
  case day(CivilDate)

  var day: CivilDate? { if case .day(let day) = self { day } else { nil } }

  /// As the column has it.
  var text: String? {
    switch self {
    case .missing: nil
    case .impossible: "1700-01-01"
    case .day(let day): day.description
    }
  }
}

/// A row by its dates and its kind.
struct DueRow: Hashable {
  let dates: [String: DueDate]
  let kind: String?
  /// The events of which it says that they never were.
  var never: Set<String> = []
}
