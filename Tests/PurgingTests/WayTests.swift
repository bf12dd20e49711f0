import AuditJournal
import CivilTime
import Foundation
import Purging
import RecordStores
import StoreBindings
import TestNames
import Testing
import Words

/// Which changes of stores.json take effect without an approval: the ways to stores that the journal knows, and nothing else.
@Suite struct WayTests {
  private static let server =
    #""shop": {"engine": "postgresql", "host": "a.example", "port": 5432, "database": "shop", "schema": "public", "user": "purge", "password": {"file": "p"}, "certificates": "ca.pem", "busyTimeout": "PT2S"}"#

  private static func stores(_ server: String = server, record: String = "") -> String {
    TestStore.stores(
      extra: """
        , "customer": {"store": "shop", "table": "customer", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """
    ).replacing(
      #""cold": {"#, with: server + ",\n                \"cold\": {"
    ).replacing(#""batch": {"rows": 10}"#, with: #""batch": {"rows": 10}"# + record)
  }

  private func shop(_ configuration: Configuration) throws -> StoreDefinition {
    try #require(configuration.bindings.stores.first { $0.name == "shop" })
  }

  /// A store of which the journal knows which one it is.
  private func make(facts: [String: String] = ["system": "1"]) throws -> TestStore {
    let store = try TestStore(stores: Self.stores())
    let definition = try shop(store.configuration)
    try store.journal().identify(
      "shop", at: definition.place, as: StoreIdentity(facts), time: store.now.adding(seconds: -20))
    return store
  }

  private func loaded(_ stores: String, by store: TestStore) throws -> (
    files: Configuration, inForce: Configuration
  ) {
    let approved = store.configuration
    try store.change(stores: stores)
    let files = store.configuration
    return (files, try approved.reached(as: files, knownTo: store.journal(.read)))
  }

  @Test(
    "A changed way is in force at once, under the digest that is approved",
    arguments: [
      (#""host": "a.example""#, #""host": "b.example""#), (#""port": 5432"#, #""port": 5433"#),
      (#""host": "a.example", "port": 5432"#, #""hosts": [{"host": "a.example"}, {"host": "b.example"}]"#),
      (#""user": "purge""#, #""user": "other""#), (#""file": "p""#, #""file": "q""#),
      (#", "password": {"file": "p"}"#, ""), (#""port": 5432"#, #""port": 5432, "pace": {"free": 0.5}"#),
      (#""ca.pem""#, #""new.pem""#), (#""PT2S""#, #""PT9S""#),
    ])
  func ways(old: String, new: String) throws {
    let store = try make()
    let approved = store.configuration
    let (files, inForce) = try loaded(Self.stores(Self.server.replacing(old, with: new)), by: store)
    #expect(files.digest != approved.digest && inForce.digest == approved.digest)
    #expect(inForce.agrees(with: files))
    let reached = try shop(inForce)
    #expect(reached.engine == (try shop(files).engine))
    #expect(reached.knownPlace == (try shop(approved).place))
    #expect(inForce.readStores == files.storesDigest)
    // And once more on the same files.
    let again = try approved.reached(as: files, knownTo: store.journal(.read))
    #expect(again.bindings.stores == inForce.bindings.stores)
  }

  @Test(
    "What says which store it is, or how safely it is reached, waits for the approval",
    arguments: [
      (#""database": "shop""#, #""database": "other""#), (#""schema": "public""#, #""schema": "other""#),
      (#""port": 5432"#, #""port": 5432, "tls": "off""#),
      (#""port": 5432"#, #""port": 5432, "service": "x""#),
      (#""postgresql""#, #""mariadb""#),
    ])
  func others(old: String, new: String) throws {
    let store = try make()
    let approved = store.configuration
    var server = Self.server.replacing(old, with: new)
    if new.contains("mariadb") { server = server.replacing(#""schema": "public", "#, with: "") }
    let (files, inForce) = try loaded(Self.stores(server), by: store)
    #expect(!inForce.agrees(with: files) && inForce.digest == approved.digest)
    #expect(inForce.bindings.stores == approved.bindings.stores)
  }

  @Test("A ledger, and whatever is changed of a record set, waits although the way beside it does not")
  func beside() throws {
    let store = try make()
    let moved = Self.server.replacing("a.example", with: "b.example")
    let cases = [
      Self.stores(moved.replacing(#""port""#, with: #""ledger": "l", "port""#)),
      Self.stores(moved, record: #", "firstRun": 7"#),
    ]
    let approved = store.configuration
    for text in cases {
      let (files, inForce) = try loaded(text, by: store)
      #expect(!inForce.agrees(with: files) && inForce.digest == approved.digest)
      let reached = try shop(inForce)
      #expect(reached.engine.serverAddress?.hosts.first?.name == "b.example" && reached.ledger == nil)
      try store.change(stores: Self.stores())
    }
  }

  @Test("A store that no run has seen, or that cannot tell which one it is, is reached as somebody approved")
  func unknown() throws {
    for store in [try TestStore(stores: Self.stores()), try make(facts: [:])] {
      let approved = store.configuration
      let (files, inForce) = try loaded(
        Self.stores(Self.server.replacing("a.example", with: "b.example")), by: store)
      #expect(!inForce.agrees(with: files) && inForce.bindings.stores == approved.bindings.stores)
    }
  }
}
