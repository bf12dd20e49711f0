internal import JSONText

/// Reads `pace` of a store.
struct PaceLoader {
  let engine: EngineWord
  let hosts: (ObjectFields) -> [ServerAddress.Host]
  /// Makes a relative path absolute.
  let path: (Field) -> String?

  /// A batch takes no longer than others wait for a lock.
  private static let batchSeconds = 60.0
  private static let mostFree = 0.99
  private static let leastRows = 0.1
  /// Twice what a log grows to between two checkpoints of ours.
  private static let leastKeptLog = 64 << 20
  private static let longestWait = 7 * 86_400.0

  /// - Parameter place: the file or the folder that the store is; nil for a server.
  func settings(_ field: Field?, at place: String?) -> PaceSettings {
    var pace = PaceSettings(for: engine, at: place)
    let all = Set(EngineWord.allCases.flatMap(\.paceMembers)).sorted()
    guard let field, let fields = field.object(all) else { return pace }
    for key in all where !engine.paceMembers.contains(key) {
      fields[key]?.report(
        "no use for \"\(key)\" with the engine \"\(engine.word)\"",
        "remove it; its pace takes \(engine.paceMembers.joined(separator: ", "))")
    }
    readTimes(fields, into: &pace)
    pace.rowsPerSecond = fields["rowsPerSecond"].flatMap { positive($0, atMost: 1e9) }
    if let field = fields["rowsPerSecond"], let rows = pace.rowsPerSecond, rows < Self.leastRows {
      field.report(
        "\(rows) rows a second, at which a run does not end",
        "write \(Self.leastRows) or more, or have nothing purged with `retentiond pause`")
    }
    pace.lagSeconds = limit(fields["lagSeconds"], otherwise: pace.lagSeconds, atMost: Bounds.waitSeconds)
    pace.running = fields["running"].flatMap(count)
    pace.logBytesPerSecond = fields["logBytesPerSecond"].flatMap { positive($0, atMost: 1e15) }
    pace.keptLogBytes = bytes(fields["keptLogBytes"], otherwise: pace.keptLogBytes)
    if engine == .sqlite, let field = fields["keptLogBytes"], let kept = pace.keptLogBytes,
      kept < Self.leastKeptLog
    {
      field.report(
        "\(kept) bytes, which the log of a SQLite file has without any reader",
        "write \(Self.leastKeptLog) or more, or false")
    }
    pace.freeBytes = bytes(fields["freeBytes"], otherwise: pace.freeBytes)
    pace.freePath = fields["freePath"].flatMap(path) ?? pace.freePath
    if let free = fields["freeBytes"], pace.freeBytes != nil, pace.freePath == nil {
      free.report("no \"freePath\" beside it", "name a folder of the file system that the server writes to")
    }
    if let slow = fields["slowdown"] {
      pace.slowdown = positive(slow, atMost: 1e6)
      if let factor = pace.slowdown, factor <= 1 { slow.report("not slower at all", "write more than 1") }
    }
    if let field = fields["heartbeat"] { pace.heartbeat = heartbeat(field) }
    if pace.heartbeat != nil { pace.seesReplicas = true }
    return pace
  }

  private func readTimes(_ fields: ObjectFields, into pace: inout PaceSettings) {
    pace.batchSeconds =
      fields["batchSeconds"].flatMap { positive($0, atMost: Self.batchSeconds) } ?? pace.batchSeconds
    if let field = fields["free"], let share = field.double {
      if !(0...Self.mostFree).contains(share) {
        field.report("a free share of \(share)", "write a number from 0 to \(Self.mostFree)")
      }
      pace.freeShare = min(max(0, share), Self.mostFree)
    }
    pace.longestWait =
      fields["longestWait"].flatMap { Durations.seconds($0, atMost: Self.longestWait) } ?? pace.longestWait
  }

  private func positive(_ field: Field, atMost most: Double) -> Double? {
    guard let number = field.double else { return nil }
    if number <= 0 { field.report("nothing at all", "write more than 0") }
    if number > most { field.report("\(number) is too large", "write \(Int(most)) or less") }
    return number > 0 && number <= most ? number : nil
  }

  private func count(_ field: Field) -> Int? {
    guard let number = field.integer else { return nil }
    if number < 0 { field.report("less than 0", "write 0 or more") }
    field.check(number, atMost: 1_000_000)
    return max(0, number)
  }

  /// A number, or false for none.
  private func limit(_ field: Field?, otherwise standing: Double?, atMost most: Double) -> Double? {
    guard let field else { return standing }
    if case .bool(false) = field.node.content { return nil }
    return positive(field, atMost: most) ?? standing
  }

  private func bytes(_ field: Field?, otherwise standing: Int?) -> Int? {
    guard let field else { return standing }
    if case .bool(false) = field.node.content { return nil }
    guard let number = field.integer else { return standing }
    if number < 0 { field.report("less than 0", "write how many bytes, or false for any") }
    field.check(number, atMost: Bounds.count)
    return max(0, number)
  }

  private func heartbeat(_ field: Field) -> PaceSettings.Heartbeat? {
    guard let fields = field.object(["table", "replicas"]), let table = fields.required("table")?.string,
      let list = fields.required("replicas")
    else { return nil }
    if table.isEmpty { field.report("an empty name of its table", "name the table, or remove \"heartbeat\"") }
    let replicas = (list.array ?? []).compactMap { item -> ServerAddress.Host? in
      guard let fields = item.object(["host", "port"]), fields.required("host") != nil else { return nil }
      return hosts(fields).first
    }
    if replicas.isEmpty { list.report("no replica", "name at least one {\"host\": …}") }
    return PaceSettings.Heartbeat(table: table, replicas: replicas)
  }
}
