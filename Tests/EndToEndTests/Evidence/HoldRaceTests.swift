import Foundation
import Testing

/// Holds that are placed while batches run, on three engines: what a held person's records are, and what depends on them, is there at the end.
@Suite struct HoldRaceTests {
  private static let clients = 240

  private static let content = """
    CREATE TABLE client (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT);
    CREATE INDEX client_ended ON client (ended);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, client INTEGER REFERENCES client (id), ended TEXT);
    CREATE INDEX orders_client ON orders (client); CREATE INDEX orders_ended ON orders (ended);
    CREATE TABLE line (id INTEGER PRIMARY KEY, orders INTEGER REFERENCES orders (id), ended TEXT);
    CREATE INDEX line_orders ON line (orders); CREATE INDEX line_ended ON line (ended);
    CREATE TABLE link (id INTEGER PRIMARY KEY, a INTEGER REFERENCES client (id), b INTEGER REFERENCES client (id));
    CREATE INDEX link_a ON link (a); CREATE INDEX link_b ON link (b);
    INSERT INTO client WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(clients))
      SELECT i, '0840588' || (100000 + i), 'old' FROM n;
    INSERT INTO orders SELECT id, id, 'old' FROM client;
    INSERT INTO line SELECT id, id, 'old' FROM orders;
    INSERT INTO link SELECT id, id, id + 1 FROM client WHERE id < \(clients);
    """

  private static func recordSet(_ table: String, _ subject: String, _ dependents: String) -> String {
    """
    "\(table)": {"store": "main", "table": "\(table)", "domain": "rights", "key": ["id"]\(subject), "batch": {"rows": 3},
      "events": {"ended": {"column": "ended", "as": "date"}}, "dependents": [\(dependents)]}
    """
  }

  private static let recordSets = [
    recordSet(
      "client", #", "subject": "nir""#,
      #"""
      {"table": "orders", "references": {"client": "id"}},
      {"table": "link", "references": {"a": "id"}, "domain": "none", "reason": "who knows whom"},
      {"table": "link", "references": {"b": "id"}, "domain": "none", "reason": "who knows whom"}
      """#),
    recordSet("orders", "", #"{"table": "line", "references": {"orders": "id"}}"#), recordSet("line", "", ""),
  ].joined(separator: ", ")

  /// What depends on a client, and the client: each row by its table and key.
  private func family(of client: Int, in small: SmallConfiguration) throws -> Set<String> {
    let id = String(client)
    var family: Set<String> = []
    for table in ["client", "orders", "line"] where try small.rows(of: table, columns: ["id"]).contains([id])
    {
      family.insert("\(table) \(id)")
    }
    for link in try small.rows(of: "link", columns: ["id", "a", "b"]) where link[1] == id || link[2] == id {
      family.insert("link \(link[0] ?? "")")
    }
    return family
  }

  @Test(
    "Whatever of a person is there when a hold on the person is in force stays, with all that depends on it",
    arguments: [nil] + TestEngine.allCases)
  func race(engine: TestEngine?) throws {
    let small = try SmallConfiguration(
      content: Self.content, recordSets: Self.recordSets, on: engine)
    let journal = try SmallJournal(small)
    let purge = Program.process(["purge", "--json"] + small.files)
    purge.standardOutput = Pipe()
    try purge.run()
    var random = SystemRandomNumberGenerator()
    var kept: [String: Int] = [:]
    var during = 0
    for client in (1...Self.clients).shuffled(using: &random).prefix(16) {
      let hold =
        client % 2 == 0
        ? ["--subject", "-"] : ["--record", "client", String(client)]
      let placed = try Program(
        ["hold", "add", "--reference", "case \(client)", "--reason", "suit"] + hold + small.files,
        input: "0840588\(100_000 + client)\n")
      // A record that is gone cannot be held.
      guard placed.exitCode == 0 else { continue }
      // A batch whose intent was there before the hold may still take rows, and the hold says so.
      let open = try journal.pendingBatches()
      while purge.isRunning, try !journal.pendingBatches().isDisjoint(with: open) { usleep(10_000) }
      for row in try family(of: client, in: small) { kept[row] = client }
      if purge.isRunning { during += 1 }
    }
    purge.waitUntilExit()
    var gone: [String] = []
    let clients = Set(kept.values)
    var left: Set<String> = []
    for client in clients { left.formUnion(try family(of: client, in: small)) }
    for (row, client) in kept where !left.contains(row) { gone.append("\(row) of \(client)") }
    #expect(gone.isEmpty, "held rows that went: \(gone)")
    #expect(!kept.isEmpty && during > 0, "the purge was over before a hold was placed")
    #expect(try Program(["journal", "verify"] + small.files).exitCode == 0)
  }
}
