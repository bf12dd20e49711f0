internal import Purging
internal import StoreBindings
internal import Systemd
internal import Words

/// Has the runs of the service go easier on stores than stores.json says, or says that they need not any more. It counts from the next batch on, until the service ends.
struct ThrottleVerb: ControlVerb {
  static let name = "throttle"

  /// More rows a second than any store changes.
  static let mostRows = 1_000_000_000

  /// The stores that it is about; empty for all.
  private let stores: [StoreName]
  /// Nil to take back what was said before.
  private let word: PaceOverride?

  init(_ request: ControlRequest) throws(ControlError) {
    try request.requireOnly("stores", "off", "rowsPerSecond", "freePermille")
    stores = try request.texts("stores", orNone: true).map(StoreName.init)
    let rows = try request.integer("rowsPerSecond", orNone: true)
    let free = try request.integer("freePermille", orNone: true)
    if try request.bool("off") {
      guard rows == nil, free == nil else { throw .noRequest(cause: "off takes back what was said") }
      word = nil
      return
    }
    guard rows != nil || free != nil else { throw .noRequest(cause: "it says neither rows nor a share") }
    guard (1...Self.mostRows).contains(rows ?? 1) else {
      throw .noRequest(cause: "rowsPerSecond is no number of rows")
    }
    guard (0...950).contains(free ?? 0) else { throw .noRequest(cause: "freePermille is no share") }
    word = PaceOverride(rowsPerSecond: rows.map(Double.init), freeShare: free.map { Double($0) / 1_000 })
  }

  func answer(_ talk: ControlTalk, _ service: ControlledService) async throws {
    try service.requireRunning()
    let known = await service.state.inForce().bindings.stores.map(\.name)
    if let other = stores.first(where: { !known.contains($0) }) {
      throw ControlError.refused(
        "the configuration that is in force has no store \(other): it has \(known.sorted().map(\.rawValue).joined(separator: ", "))",
        .notFound)
    }
    service.log.log(.controlAsked(what: Self.name, account: talk.caller.name, uid: Int(talk.caller.uid)))
    if stores.isEmpty { service.throttle.set(word, for: nil) }
    for store in stores { service.throttle.set(word, for: store) }
    let whom = stores.isEmpty ? "every store" : stores.map(\.rawValue).joined(separator: ", ")
    talk.say("\(whom): \(word?.sentence ?? "as stores.json says"), from the next batch on.")
    talk.end(0)
  }
}

extension PaceOverride {
  /// What it asks for, in a sentence without its end.
  var sentence: String {
    var parts: [String] = []
    if let rowsPerSecond { parts.append("\(Int(rowsPerSecond)) rows a second at most") }
    if let freeShare { parts.append("\(Int((freeShare * 100).rounded())) % of the time free") }
    return parts.joined(separator: ", ")
  }
}
