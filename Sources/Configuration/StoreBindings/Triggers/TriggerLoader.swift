internal import JSONText
internal import RecordStores

/// Reads `triggers` of a store: those that a database administrator has read.
enum TriggerLoader {
  static func triggers(_ field: Field?) -> [ReviewedTrigger] {
    guard let field, let entries = field.array else { return [] }
    if entries.isEmpty { field.report("an empty list", "add what `check` prints of a trigger, or remove it") }
    var triggers: [ReviewedTrigger] = []
    for entry in entries {
      guard let trigger = trigger(entry) else { continue }
      if triggers.contains(where: {
        $0.table == trigger.table && $0.name == trigger.name && $0.digest == trigger.digest
      }) {
        entry.report("the trigger \(trigger.name) of \(trigger.table) stands twice", "remove one of the two")
      }
      triggers.append(trigger)
    }
    return triggers
  }

  private static func trigger(_ entry: Field) -> ReviewedTrigger? {
    guard let fields = entry.object(["table", "name", "sha256", "writes"]) else { return nil }
    let table = fields.required("table").flatMap(name)
    let name = fields.required("name").flatMap(name)
    let digest = fields.required("sha256").flatMap(digest)
    let writes = fields.required("writes").flatMap(writes)
    guard let table, let name, let digest, let writes else { return nil }
    return ReviewedTrigger(table: table, name: name, digest: digest, writes: writes)
  }

  private static func name(_ field: Field) -> String? {
    guard let name = field.string else { return nil }
    if name.isEmpty { field.report("an empty name", "write the name as `check` prints it") }
    return name
  }

  private static func digest(_ field: Field) -> String? {
    guard let digest = field.string else { return nil }
    let isDigest = digest.utf8.count == 64 && digest.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    if !isDigest || !digest.utf8.allSatisfy({ $0 < 0x80 }) {
      field.report("no SHA-256 in hexadecimal", "write the 64 digits that `check` prints")
    }
    return digest
  }

  private static func writes(_ field: Field) -> [String]? {
    guard let list = field.array else { return nil }
    var tables: [String] = []
    for item in list {
      guard let table = name(item) else { continue }
      if tables.contains(table) { item.report("the table stands twice", "remove one of the two") }
      tables.append(table)
    }
    return tables
  }
}
