import AuditJournal
import JSONText
import TestConfiguration
import Testing

@testable import Purging

/// Nothing of ours may change the word by which a record is kept: what the same file does to the table that a fact is read from is refused where it would.
@Suite struct ParentFactTableTests {
  private static let rules = TestRules.file(
    TestRules.domain(
      "payments", facts: #"{"channel": ["web", "shop"]}"#,
      TestRules.rule("web", when: #"{"channel": ["web"]}"#),
      TestRules.rule("shop", when: #"{"channel": ["shop"]}"#, period: "P10Y")),
    TestRules.domain("contracts", TestRules.rule("contracts", period: "P30Y")),
    TestRules.domain(
      "shaded", TestRules.rule("shaded", period: "P60Y", TestRules.first("pseudonymise", after: "P1Y"))))

  private static let events = #""events": {"ended": {"column": "ended", "as": "date"}}"#

  private static func payment(_ more: String = "", table: String = "contract", store: String = "main")
    -> String
  {
    """
    "payment": {"store": "\(store)", "table": "payment", "domain": "payments", "key": ["id"], \(events), "conditions": {
      "channel": {"parent": {"table": "\(table)", "references": {"contract_id": "id"}, "column": "kind"}}}\(more)}
    """
  }

  private static func contract(_ more: String = "", domain: String = "contracts") -> String {
    """
    "contract": {"store": "main", "table": "contract", "domain": "\(domain)", "key": ["id"], \(events)\(more)}
    """
  }

  private static func dependents(_ text: String) -> String { #", "dependents": [\#(text)]"# }

  private func problems(_ recordSets: String..., stores: String = TestStores.main) -> [String] {
    var file = TestStores(stores: stores, recordSets: recordSets.joined(separator: ",\n"))
    file.elsewhere = #"{"*": "elsewhere"}"#
    do {
      _ = try Configuration.load(
        rules: Array(Self.rules.utf8), rulesFile: "rules", stores: Array(file.text.utf8),
        storesFile: "stores",
        baseDirectory: "/")
      return []
    } catch {
      return error.problems.map { "\($0.path): \($0.cause)" }
    }
  }

  private func expectOne(_ found: [String], _ said: String) {
    #expect(
      found.count == 1 && found[0].hasPrefix("$.recordSets.payment.conditions.channel.parent:")
        && found[0].contains(said), "\(found)")
  }

  @Test("A contract that nothing of ours changes may tell the fact")
  func alone() { #expect(problems(Self.payment()).isEmpty) }

  @Test("Contracts that go by their own periods refuse it, unless their payments keep them")
  func leaving() {
    expectOne(problems(Self.payment(), Self.contract()), "would have no word of \"channel\"")
    let kept = Self.dependents(
      #"{"table": "payment", "references": {"contract_id": "id"}}"#)
    #expect(
      problems(Self.payment(), Self.contract(kept)).isEmpty,
      "\(problems(Self.payment(), Self.contract(kept)))")
    let some = Self.dependents(
      #"{"table": "payment", "references": {"contract_id": "id"}, "where": {"column": "note", "equals": "x"}}"#
    )
    expectOne(problems(Self.payment(), Self.contract(some)), "would have no word of \"channel\"")
    let other = Self.dependents(
      #"{"table": "payment", "references": {"other_id": "id"}}"#)
    expectOne(problems(Self.payment(), Self.contract(other)), "would have no word of \"channel\"")
  }

  @Test("Contracts that go with another record refuse it")
  func goingWithAnother() {
    let customer = """
      "customer": {"store": "main", "table": "customer", "domain": "contracts", "key": ["id"], \(Self.events)\(Self.dependents(#"{"table": "contract", "references": {"customer_id": "id"}, "domain": "none", "reason": "r"}"#))}
      """
    expectOne(problems(Self.payment(), customer), "go with records of \"customer\"")
  }

  @Test("A pseudonymised column that tells the fact refuses it", arguments: ["kind", "name"])
  func pseudonymised(column: String) {
    let shaded =
      #", "pseudonymise": {"marker": {"column": "done", "as": "date"}, "columns": {"\#(column)": {"transform": "null"}}}"#
    let kept = Self.dependents(
      #"{"table": "payment", "references": {"contract_id": "id"}}"#)
    let found = problems(Self.payment(), Self.contract(shaded + kept, domain: "shaded"))
    if column == "kind" {
      expectOne(found, "pseudonymises \"kind\", which the fact is read from")
    } else {
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test("A contract among the payment's own dependents refuses it")
  func ownDependents() {
    let own = Self.dependents(
      #"{"table": "contract", "references": {"payment_id": "id"}, "domain": "none", "reason": "r"}"#)
    expectOne(problems(Self.payment(own)), "among the record's dependents")
  }

  @Test("An archive has left the contracts behind, and binds the fact to a column")
  func archive() {
    let rules = #""contract_id": "id"}, "column": "kind"}}}"#
    let archive = Self.payment().replacing(
      #""payment": {"store": "main", "table": "payment""#, with: #""old": {"store": "main", "table": "old""#)
    let found = problems(Self.payment(#", "archive": {"to": "old"}"#), archive)
    #expect(archive.contains(rules))
    #expect(
      found.contains {
        $0.hasPrefix("$.recordSets.old.conditions.channel.parent:") && $0.contains("an archive")
      },
      "\(found)")
  }

  @Test("What is prepared before its intent cannot look at the contract again")
  func twoPhase() {
    let found = problems(
      Self.payment(),
      stores: #""main": {"engine": "mariadb", "database": "shop", "commit": "two-phase"}"#)
    expectOne(found, "prepared before their intent")
  }
}
