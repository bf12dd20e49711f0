internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import Words

/// Holds for people: what they keep and why, and never whom.
enum HoldView {
  static func printout(of holds: [Hold], warnings: [HoldWarning]) -> Printout {
    let table = table(of: holds)
    return Printout(
      page: ((holds.isEmpty ? ["No hold is in force."] : table.lines) + warnings.map { "warning \($0)" })
        .asPage,
      json: .array(holds.map(jsonValue)), table: table)
  }

  private static func table(of holds: [Hold]) -> Table {
    var table = Table([
      ("HOLD", .right), ("SCOPE", .left), ("REFERENCE", .left), ("SINCE", .left), ("REVIEW", .left),
      ("UNTIL", .left), ("BY", .left), ("AUTHORITY", .left), ("REASON", .left),
    ])
    for hold in holds {
      table.append([
        String(hold.id), scope(of: hold), hold.reference, hold.since.iso8601,
        hold.terms.review?.description ?? "", hold.terms.until?.description ?? "", hold.terms.by,
        hold.terms.authority ?? "", hold.terms.reason,
      ])
    }
    return table
  }

  /// What a hold keeps, and what kind of hold it is.
  static func scope(of hold: Hold) -> String {
    let scope =
      switch hold.kind {
      case .subject: "1 person, spellings version 1"
      case .persons: "\(hold.persons ?? 0) \(hold.persons == 1 ? "person" : "persons")"
      case .record, .recordSet, .domain, .store: "\(hold.kind.rawValue) \(hold.name?.description ?? "")"
      }
    return hold.terms.isRestriction ? "restriction, \(scope)" : scope
  }

  /// Why something is kept, and until when.
  static func sentence(of hold: Hold) -> String {
    let kind = hold.terms.isRestriction ? "restriction (article 18)" : "hold"
    let authority = hold.terms.authority.map { ", ordered by \($0)" } ?? ""
    let until = hold.terms.until.map { "until the end of \($0)" } ?? "until it is lifted"
    return "\(kind) \(hold.id), \(until): \(hold.terms.reason) (\(hold.reference)\(authority))"
  }

  static func jsonValue(of hold: Hold) -> JSONValue {
    .object(
      [
        "hold": .integer(hold.id), "kind": .string(hold.kind.rawValue),
        HoldView.nameMember(of: hold): hold.name.map { .string($0.description) },
        "persons": hold.persons.map(JSONValue.integer),
        "spellings": hold.spellings.map(JSONValue.integer), "reference": .string(hold.reference),
        "reason": .string(hold.terms.reason), "by": .string(hold.terms.by),
        "authority": hold.terms.authority.map(JSONValue.string),
        "review": hold.terms.review.map { .string($0.description) },
        "until": hold.terms.until.map { .string($0.description) },
        "restriction": .bool(hold.terms.isRestriction), "since": .string(hold.since.iso8601),
        "pseudonyms": hold.pseudonyms.isEmpty
          ? nil
          : .array(
            hold.pseudonyms.map {
              .object(["domain": .string($0.domain.rawValue), "version": .integer($0.version)])
            }),
      ].compactMapValues { $0 })
  }

  private static func nameMember(of hold: Hold) -> String {
    switch hold.kind {
    case .domain: "domain"
    case .store: "store"
    case .subject, .persons, .record, .recordSet: "recordSet"
    }
  }
}
