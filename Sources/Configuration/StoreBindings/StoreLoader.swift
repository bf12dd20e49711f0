internal import JSONText
internal import Transforms
internal import Words

/// Reads one entry of `stores`.
struct StoreLoader {
  /// Makes a relative path absolute.
  let path: (Field) -> String?
  let keySource: (Field) -> KeySource?

  private static let common = ["engine", "busyTimeout", "ledger", "pace"]

  func store(_ name: StoreName, _ field: Field) -> StoreDefinition? {
    let all = Set(EngineWord.allCases.flatMap(\.members)).sorted()
    guard let fields = field.object(Self.common + all) else { return nil }
    let busy = fields["busyTimeout"].flatMap { Durations.seconds($0, atMost: Bounds.waitSeconds) } ?? 5
    let ledger = fields["ledger"]?.string
    if let field = fields["ledger"], ledger?.isEmpty ?? false {
      field.report("an empty name", "write the ledger table's name, or remove it")
    }
    guard let engine = fields.required("engine"), let word = engine.string else { return nil }
    guard let known = EngineWord(word) else {
      engine.report("there is no engine \"\(word)\"", "write \(EngineWord.shown)")
      return nil
    }
    for key in all where !known.members.contains(key) {
      fields[key]?.report(
        "no use for \"\(key)\" with the engine \"\(word)\"",
        "remove it; it takes \(known.members.joined(separator: ", "))")
    }
    let triggers = known == .documents ? [] : TriggerLoader.triggers(fields["triggers"])
    switch known {
    case .sqlite:
      return fields.required("path").flatMap(path).map {
        StoreDefinition(
          name: name, engine: .sqlite(path: $0, busySeconds: busy), ledger: ledger, triggers: triggers,
          pace: pace(fields, known, at: $0))
      }
    case .server(let kind):
      return StoreDefinition(
        name: name, engine: .server(address(kind, field, fields, busySeconds: busy)), ledger: ledger,
        triggers: triggers, pace: pace(fields, known, at: nil))
    case .documents: return documents(name, field, fields)
    }
  }

  private func documents(_ name: StoreName, _ field: Field, _ fields: ObjectFields) -> StoreDefinition? {
    fields["ledger"]?.report("a store of documents has no tables", "remove \"ledger\"")
    fields["busyTimeout"]?.report("a store of documents waits for nobody", "remove \"busyTimeout\"")
    return fields.required("path").flatMap(path).map {
      if $0 == "/" { field.report("the root of all files", "name the folder that the documents lie below") }
      return StoreDefinition(
        name: name, engine: .documents(path: $0), ledger: nil, triggers: [],
        pace: pace(fields, .documents, at: $0))
    }
  }

  private func pace(_ fields: ObjectFields, _ engine: EngineWord, at place: String?) -> PaceSettings {
    PaceLoader(engine: engine, hosts: hosts, path: path).settings(fields["pace"], at: place)
  }

  private func address(
    _ kind: ServerAddress.Kind, _ field: Field, _ fields: ObjectFields, busySeconds: Double
  ) -> ServerAddress {
    let (service, database) = (text(fields["service"]), text(fields["database"]))
    if database == nil {
      switch kind {
      case .mariadb: field.report("no \"database\"", "add its name")
      case .postgresql where service == nil:
        field.report("no \"database\"", "add its name, or a \"service\" that has it")
      case .postgresql: break
      }
    }
    var isVerified = true
    if let field = fields["tls"], let word = field.string {
      switch word {
      case "verify": break
      case "off": isVerified = false
      default: field.report("there is no way \"\(word)\" of TLS", "write \"verify\" or \"off\"")
      }
    }
    return ServerAddress(
      kind: kind, service: service, hosts: hosts(fields), database: database,
      schema: text(fields["schema"]), user: text(fields["user"]),
      password: fields["password"].flatMap(keySource),
      isVerified: isVerified, certificates: fields["certificates"].flatMap(path), busySeconds: busySeconds,
      isTwoPhase: isTwoPhase(fields))
  }

  /// One `host` with its `port`, or a list of `hosts` that each have their own.
  private func hosts(_ fields: ObjectFields) -> [ServerAddress.Host] {
    guard let list = fields["hosts"] else {
      let host = ServerAddress.Host(name: text(fields["host"]), port: port(fields["port"]))
      return host.name == nil && host.port == nil ? [] : [host]
    }
    for key in ["host", "port"] {
      fields[key]?.report(
        "\"\(key)\" beside \"hosts\"", "move it into the list, as {\"host\": …, \"port\": …}")
    }
    guard let items = list.array else { return [] }
    if items.isEmpty { list.report("an empty list", "name at least one {\"host\": …}, or remove it") }
    var hosts: [ServerAddress.Host] = []
    for item in items {
      guard let fields = item.object(["host", "port"]), let name = fields.required("host") else { continue }
      let host = ServerAddress.Host(name: text(name), port: port(fields["port"]))
      if hosts.contains(host) { item.report("a host that is in the list before", "remove it") }
      hosts.append(host)
    }
    return hosts
  }

  private func port(_ field: Field?) -> Int? {
    guard let field, let number = field.integer else { return nil }
    if !(1...65_535).contains(number) { field.report("port \(number)", "write 1 to 65535") }
    return number
  }

  private func isTwoPhase(_ fields: ObjectFields) -> Bool {
    guard let field = fields["commit"], let word = field.string else { return false }
    switch word {
    case "one-phase": return false
    case "two-phase":
      fields["ledger"]?.report(
        "a ledger beside \"commit\": \"two-phase\", of which each alone makes recovery exact",
        "remove one of them")
      return true
    default:
      field.report("there is no way \"\(word)\" of committing", "write \"one-phase\" or \"two-phase\"")
      return false
    }
  }

  private func text(_ field: Field?) -> String? {
    guard let field, let text = field.string else { return nil }
    if text.isEmpty || text.utf8.contains(0) {
      field.report("an empty text", "write what it is, or remove it")
    }
    return text
  }
}
