/// Makes `stores.json` for a test: every test that needs bindings of its own begins here, so that a member that becomes necessary is added once.
package struct TestStores {
  package var origin = "test.example/small"
  /// Kernels of build machines and of containers call their clock unsynchronised, so the clock need not be synchronised here.
  package var clock = #"{"requireSynchronised": false}"#
  /// The members of `pseudonyms`: each domain's versions.
  package var pseudonymKeys: String?
  /// What runs do the first time; what the program does by itself if it is nil.
  package var firstRun: String?
  package var calendar: String?
  /// Which domains are served elsewhere.
  package var elsewhere: String?
  /// The members of `stores`.
  package var stores: String
  /// The members of `recordSets`.
  package var recordSets: String

  package init(stores: String = TestStores.main, recordSets: String) {
    self.stores = stores
    self.recordSets = recordSets
  }

  /// One SQLite file, `main.sqlite`.
  package static let main = #""main": {"engine": "sqlite", "path": "main.sqlite"}"#
  /// The same, whose locks are waited for a second at most.
  package static let hasty = #""main": {"engine": "sqlite", "path": "main.sqlite", "busyTimeout": "PT1S"}"#

  /// The file.
  package var text: String {
    let pseudonyms = pseudonymKeys.map { #", "pseudonyms": {\#($0)}"# } ?? ""
    let others = [("firstRun", firstRun), ("calendar", calendar), ("elsewhere", elsewhere)].map {
      name, value in
      value.map { "\"\(name)\": \($0), " } ?? ""
    }.joined()
    return """
      {"journal": {"path": "journal.sqlite", "origin": "\(origin)"}, "clock": \(clock),
       "keys": {"signing": {"file": "signing.key"}, "evidence": {"file": "evidence.key"}\(pseudonyms)},
       \(others)"stores": {\(stores)},
       "recordSets": {
         \(recordSets)
       }}
      """
  }
}
