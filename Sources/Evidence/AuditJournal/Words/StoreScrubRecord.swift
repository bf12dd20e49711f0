internal import JSONText
package import Words

/// What somebody asked a store to scrub, what was done of it, and what was not.
package struct StoreScrubRecord: Sendable {
  package let store: StoreName
  /// What was asked for.
  package let asked: (rewriting: Bool, droppingLogs: Bool)
  /// Tells if all that was asked to be written anew was.
  package let rewritten: Bool
  /// The tables that were written anew, where not all were.
  package let tables: [String]
  package let logsDropped: Bool
  package let places: [(name: String, isScrubbed: Bool)]
  /// Why something was not done.
  package let undone: [String]
  /// Who started it.
  package let account: RunAccount?

  package init(
    store: StoreName, asked: (rewriting: Bool, droppingLogs: Bool), rewritten: Bool, tables: [String] = [],
    logsDropped: Bool, places: [(name: String, isScrubbed: Bool)], undone: [String] = [],
    account: RunAccount? = nil
  ) {
    self.store = store
    self.asked = asked
    self.rewritten = rewritten
    self.tables = tables
    self.logsDropped = logsDropped
    self.places = places
    self.undone = undone
    self.account = account
  }

  var jsonValue: JSONValue {
    .object(
      [
        "store": .string(store.rawValue), "rewritten": .bool(rewritten), "logsDropped": .bool(logsDropped),
        "places": .array(
          places.map { .object(["place": .string($0.name), "erased": .bool($0.isScrubbed)]) }),
        "asked": .object([
          "rewrite": .bool(asked.rewriting), "dropLogs": .bool(asked.droppingLogs),
        ]),
        "tables": tables.isEmpty ? nil : .array(tables.map(JSONValue.string)),
        "undone": undone.isEmpty ? nil : .array(undone.map { .string(JournalText.redacted($0)) }),
        "account": account?.jsonValue,
      ].compactMapValues(\.self))
  }
}
