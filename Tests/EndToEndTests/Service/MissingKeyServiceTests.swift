import Foundation
import Glibc
import Testing

@testable import retentiond

/// A service that is started before every key is there.
@Suite("A service without a key") struct MissingKeyServiceTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"],
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    INSERT INTO person VALUES (1, 'a', 'old');
    """

  private func make() throws -> SmallConfiguration {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSets,
      pseudonymKeys: #"[{"version": 1, "file": "one.key"}]"#)
    let url = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    try Data(
      text.replacing("\"recordSets\":", with: "\"calendar\": [\"*:*:0/2\"], \"recordSets\":").utf8
    ).write(to: url)
    return small
  }

  @Test(
    "Each missing key is named at the start, which ends with 77",
    arguments: [["evidence.key"], ["signing.key"], ["one.key"], ["one.key", "evidence.key", "signing.key"]])
  func noKey(keys: [String]) throws {
    let small = try make()
    for key in keys { try FileManager.default.removeItem(at: small.folder.appending(path: key)) }
    let service = try RunningService(small)
    defer { service.kill() }
    #expect(service.waits { service.exitCode != nil })
    #expect(service.exitCode == 77 && !service.isReady)
    for key in keys { #expect(service.text.contains(key), "\(service.text)") }
  }
}
