/// What the schedule says of one row, and the rule that says it.
enum Verdict: Hashable {
  case keep(next: StageAction, from: Due, rule: String)
  case due(StageAction, rule: String)
  case held(StageAction, rule: String)
  case conflict(rule: String)
  case undated(rule: String)
  case implausible(rule: String)
  case notBegun(rule: String)
  case unset(rule: String)
  case withoutRule

  /// The word that stands in the expected file.
  var word: String {
    switch self {
    case .keep: "keep"
    case .due: "due"
    case .held: "held"
    case .conflict: "conflict"
    case .undated: "undated"
    case .implausible: "implausible"
    case .notBegun: "notbegun"
    case .unset: "unset"
    case .withoutRule: "norule"
    }
  }

  /// The stage that is due, is held up, or comes next.
  var stage: StageAction? {
    switch self {
    case .keep(let stage, _, _), .due(let stage, _), .held(let stage, _): stage
    case .conflict, .undated, .implausible, .notBegun, .unset, .withoutRule: nil
    }
  }

  var rule: String? {
    switch self {
    case .keep(_, _, let rule), .due(_, let rule), .held(_, let rule), .conflict(let rule),
      .undated(let rule),
      .implausible(let rule), .notBegun(let rule), .unset(let rule):
      rule
    case .withoutRule: nil
    }
  }

  /// For a row that is kept: when its next stage comes.
  var until: Due? { if case .keep(_, let due, _) = self { due } else { nil } }

  /// What one purge makes of the row.
  var fate: Fate {
    switch self {
    case .due(.archive, _): .archived
    case .due(.pseudonymise, _): .pseudonymised
    case .due(.delete, _): .deleted
    default: .unchanged
    }
  }
}

/// What a row has become after one purge.
enum Fate: String, CaseIterable {
  case unchanged, deleted, pseudonymised
  /// Gone from its own table, and in the archive's.
  case archived
}
