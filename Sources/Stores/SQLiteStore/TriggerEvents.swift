internal import RecordStores

/// Reads what a trigger runs on from the statement that made it, as SQLite keeps it.
///
/// SQLite says nowhere else what a trigger runs on. Its name can be any word (`begin`, `"DELETE"`), and comments can stand anywhere.
struct TriggerEvents {
  /// All of them if the statement cannot be read, so that a doubt refuses.
  private(set) var events = Set(TableEvent.allCases)
  /// The columns of `UPDATE OF`; nil if there are none, or if they cannot be read.
  private(set) var assignedColumns: Set<String>?

  init(statement: String) {
    var parts = SQLTokens(statement).parts[...]
    guard Self.skipHead(&parts), let event = parts.popFirst().flatMap({ Self.words[$0] }) else { return }
    events = [event]
    guard event == .update, parts.popFirst() == .word("of") else { return }
    assignedColumns = Self.columns(&parts)
  }

  private static let words: [SQLTokens.Part: TableEvent] = [
    .word("delete"): .delete, .word("insert"): .insert, .word("update"): .update,
  ]

  /// Reads past `CREATE TRIGGER name [BEFORE | AFTER | INSTEAD OF]`, the name with its database's before it or not.
  private static func skipHead(_ parts: inout ArraySlice<SQLTokens.Part>) -> Bool {
    func take(_ words: StaticString...) -> Bool {
      guard words.contains(where: { parts.first == .word($0) }) else { return false }
      parts.removeFirst()
      return true
    }
    func takeName() -> Bool {
      switch parts.first {
      case .word, .name, .text:
        parts.removeFirst()
        return true
      case .symbol, .unended, nil: return false
      }
    }
    guard take("create") else { return false }
    _ = take("temp", "temporary")
    guard take("trigger"), takeName() else { return false }
    if parts.first == .symbol(UInt8(ascii: ".")) {
      parts.removeFirst()
      guard takeName() else { return false }
    }
    if take("instead") { return take("of") }
    _ = take("before", "after")
    return true
  }

  /// Reads `a, b, c ON`; nil if something else stands there, such as a name between apostrophes.
  private static func columns(_ parts: inout ArraySlice<SQLTokens.Part>) -> Set<String>? {
    var names: Set<String> = []
    while true {
      switch parts.popFirst() {
      case .word(let name), .name(let name): names.insert(String(decoding: name, as: UTF8.self))
      case .text, .symbol, .unended, nil: return nil
      }
      let next = parts.popFirst()
      if next == .word("on") { return names }
      guard next == .symbol(UInt8(ascii: ",")) else { return nil }
    }
  }
}
