import Foundation

/// The `stores.json` that binds the sample's databases to the published schedule; its keys are made by the
/// product.
struct StoresFile {
  private let json: JSON

  /// - Parameters:
  ///   - stores: the stores' names; each is the file of that name with `.sqlite`.
  ///   - pseudonymDomains: the domains that pseudonymise, each of which has a key of its own.
  init(
    origin: String, stores: [String], pseudonymDomains: [String], recordSets: [(name: String, binding: JSON)]
  ) {
    json = .object([
      ("journal", ["path": "journal.sqlite", "origin": .text(origin)]),
      (
        "keys",
        [
          "signing": ["file": "keys/signing.key"], "evidence": ["file": "keys/evidence.key"],
          "pseudonyms": .object(
            pseudonymDomains.map { ($0, [["version": 1, "file": .text("keys/pseudonyms-\($0)-1.key")]]) }),
        ]
      ),
      // Its people are made up: nobody has to look at the first hundred of them.
      ("firstRun", false),
      // The shortest period of the schedule is fifteen minutes.
      ("calendar", ["*:0/15"]),
      // A sample is tried on machines of all kinds, and the kernels of containers and build machines call their clock unsynchronised.
      ("clock", ["requireSynchronised": false]),
      (
        "stores",
        .object(stores.map { ($0, ["engine": "sqlite", "path": .text($0 + ".sqlite")]) })
      ),
      ("recordSets", .object(recordSets.map { (name: $0.name, value: $0.binding) })),
    ])
  }

  init(origin: String, databases: [any SampleDatabase]) {
    self.init(
      origin: origin, stores: databases.map(\.store), pseudonymDomains: ["prevention", "health-crisis"],
      recordSets: databases.flatMap(\.recordSets))
  }

  func write(to directory: URL) throws {
    try Data((json.text() + "\n").utf8).write(to: directory.appending(path: "stores.json"))
  }
}
