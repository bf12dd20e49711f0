/// Reads what a trigger runs on from the statement that made it, as SQLite keeps it.
///
/// SQLite says nowhere else what a trigger runs on. Its name can be any word (`begin`, `"DELETE"`), and comments can stand anywhere.
struct TriggerEvents {
  /// `DELETE`, `INSERT` or `UPDATE`; all of them if the statement cannot be read, so that a doubt refuses.
  let names: Set<String>

  init(statement: String) {
    names = Self.event(in: statement).map { [$0] } ?? Set(Self.all.values)
  }

  private static let all: [SQLTokens.Part: String] = [
    .word("delete"): "DELETE", .word("insert"): "INSERT", .word("update"): "UPDATE",
  ]

  /// The statement is `CREATE TRIGGER name [BEFORE | AFTER | INSTEAD OF] event ...`, the name with its database's before it or not.
  private static func event(in statement: String) -> String? {
    var parts = SQLTokens(statement).parts[...]
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
    guard take("create") else { return nil }
    _ = take("temp", "temporary")
    guard take("trigger"), takeName() else { return nil }
    if parts.first == .symbol(UInt8(ascii: ".")) {
      parts.removeFirst()
      guard takeName() else { return nil }
    }
    if take("instead") {
      guard take("of") else { return nil }
    } else {
      _ = take("before", "after")
    }
    return parts.first.flatMap { all[$0] }
  }
}
