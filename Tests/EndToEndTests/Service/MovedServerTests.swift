import AuditJournal
import Foundation
import Testing

@testable import retentiond

/// A server that moved: it is reached at its new address without an approval, because it proves that it is the same.
@Suite(.serialized) struct MovedServerTests {
  private func reach(_ small: SmallConfiguration, at host: String) throws {
    let url = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    let old = try #require(text.firstMatch(of: #/"host": "[^"]+"/#)).output
    try Data(text.replacing(old, with: "\"host\": \"\(host)\"").utf8).write(to: url)
  }

  private func places(_ small: SmallConfiguration) throws -> Int { try count(.storeIdentified, small) }

  private func count(_ type: EntryType, _ small: SmallConfiguration) throws -> Int {
    var count = 0
    try ServerRuns.session(of: small).readingJournal().forEachEntry { if $0.type == type { count += 1 } }
    return count
  }

  @Test("A server that cannot prove which one it is stays where somebody approved it to be")
  func unproven() throws {
    let store = try ExchangedStore(.mariadb)
    let small = try SmallConfiguration(store: store.definition(), recordSets: store.recordSet(batchRows: 10))
    #expect(try small.purge().program.exitCode == 0)
    for host in [try store.anotherWay(), try store.makeElsewhere(ids: [73, 74])] {
      try store.add(71)
      try reach(small, at: host)
      let refused = try Program(["purge"] + small.files)
      #expect(refused.exitCode == 77, "\(refused.output)\(refused.errors)")
      let health = try Program(["health"] + small.files)
      #expect(health.output.contains("NOT approved, and runs go on with"), "\(health.output)")
      #expect(try store.ids() == [71] && places(small) == 1)
      try store.remove(71)
    }
    #expect(try store.idsElsewhere() == [73, 74])
  }

  @Test(
    "A server is followed to another address by shell and service, and another server there is not believed")
  func moved() throws {
    let store = try ExchangedStore(.postgresql)
    let small = try SmallConfiguration(store: store.definition(), recordSets: store.recordSet(batchRows: 10))
    #expect(try small.purge().program.exitCode == 0)
    #expect(try store.ids().isEmpty)
    try store.add(71)
    try reach(small, at: store.anotherWay())
    let health = try Program(["health"] + small.files)
    #expect(health.output.contains("is approved"), "\(health.output)")
    #expect(try small.purge().program.exitCode == 0)
    #expect(try store.ids().isEmpty && places(small) == 2)
    try store.add(72)
    #expect(try small.purge().program.exitCode == 0)
    #expect(try store.ids().isEmpty && places(small) == 2, "the place is told once")
    // Who approves what `plan` shows has approved the way, too.
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    let approved = try Program(["approve", String(digest)] + small.files)
    #expect(approved.exitCode == 0, "\(approved.errors)")
    // A service hears of it by a reload.
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    try reach(small, at: store.folder + "/nowhere")
    service.send(SIGHUP)
    #expect(service.waits { service.statuses.contains { $0.hasSuffix("loaded") } }, "\(service.statuses)")
    #expect(!service.statuses.contains { $0.contains("NOT approved") }, "\(service.statuses)")
    #expect(try count(.rulesLoaded, small) == 2)
    try reach(small, at: store.makeElsewhere(ids: [73, 74]))
    let refused = try small.purge()
    #expect(refused.program.exitCode == 1)
    #expect(
      refused.program.output.contains("is another one than the journal has known"),
      "\(refused.program.output)")
    #expect(try store.idsElsewhere() == [73, 74] && places(small) == 2)
    // A store that was accepted elsewhere before is no longer the right one.
    let accepted = try Program(["store", "accept", "main", "--reason", "moved"] + small.files)
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    try store.add(75)
    try reach(small, at: store.anotherWay())
    let former = try small.purge()
    #expect(
      former.program.exitCode == 1 && former.program.output.contains("is another one"),
      "\(former.program.output)")
    #expect(try store.ids() == [75])
    let verified = try ServerRuns.session(of: small).verifyJournal(verifierKey: nil, authorities: []).result
    #expect(verified.findings == [])
  }
}
