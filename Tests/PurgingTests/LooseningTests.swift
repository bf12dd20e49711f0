import AuditJournal
import CivilTime
import Foundation
import TestConfiguration
import Testing

@testable import Purging

/// What an approval says of bounds that are looser than under the one before.
@Suite struct LooseningTests {
  private static func rules(_ bounds: TestRules.Bounds, id: String = "rights") -> String {
    TestRules.file(
      TestRules.domain("rights", TestRules.rule(id, bounds: bounds, period: "P4Y")),
      TestRules.domain(
        "record", events: ["closed"],
        TestRules.rule("record", trigger: "closed", period: "P10Y", TestRules.archiveAtOnce)))
  }

  @Test(
    "A raised ceiling, a lowered minimum and a rule that is gone are said when they are approved, and not a second time",
    arguments: [
      (TestRules.Bounds(minimum: "P2Y", ceiling: "P6Y"), "rights", ["rule rights: its ceiling was P5Y"]),
      (TestRules.Bounds(minimum: "P1Y", ceiling: "P5Y"), "rights", ["rule rights: its minimum was P2Y"]),
      (
        TestRules.Bounds(), "rights",
        ["rule rights: its ceiling was P5Y", "rule rights: its minimum was P2Y"]
      ),
      (TestRules.Bounds(minimum: "P3Y", ceiling: "P4Y"), "rights", []),
      (
        TestRules.Bounds(minimum: "P2Y", ceiling: "P5Y"), "other",
        ["rule rights was in the rules that were approved last"]
      ),
    ])
  func approved(bounds: TestRules.Bounds, id: String, said: [String]) throws {
    let before = Self.rules(TestRules.Bounds(minimum: "P2Y", ceiling: "P5Y"))
    let store = try TestStore(people: 4, rules: before)
    func found() throws -> [ConfigurationFinding] {
      try store.configuration.loosened(since: store.journal(.read).lastApproval())
    }
    try store.approveCounting()
    #expect(try found().isEmpty)
    try store.change(stores: TestStore.stores(), rules: Self.rules(bounds, id: id))
    let sentences = try found().map(\.description)
    #expect(sentences.count == said.count)
    #expect(zip(sentences, said).allSatisfy { $0.hasPrefix($1) }, "\(sentences)")
    try store.approveCounting()
    #expect(try found().isEmpty)
  }

  @Test("Before a first approval there is nothing to compare with")
  func first() throws {
    let store = try TestStore(people: 4, isApproved: false)
    #expect(store.configuration.loosened(since: nil).isEmpty)
  }

  @Test("Rules that this version does not read are said, and never taken for rules without bounds")
  func unreadable() throws {
    let store = try TestStore(people: 4, isApproved: false)
    let configuration = store.configuration
    let earlier = Configuration(
      schedule: configuration.schedule, bindings: configuration.bindings, rulesBytes: Array("{}".utf8),
      storesBytes: configuration.storesBytes)
    try store.journal().approve(
      AgreedFiles(
        digest: earlier.digest, rules: earlier.rulesBytes, rulesDigest: earlier.rulesDigest,
        stores: earlier.storesBytes, storesDigest: earlier.storesDigest, baseDirectory: store.folder.path),
      by: "test", volume: nil, at: store.now.adding(seconds: -30))
    #expect(try configuration.loosened(since: store.journal(.read).lastApproval()) == [.unreadableBefore])
  }
}
