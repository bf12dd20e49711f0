internal import ArgumentParser
internal import JSONText
internal import Words

struct ThrottleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throttle", abstract: "Has the service purge more slowly, from the next batch on.",
    discussion: """
      Beside what "pace" in stores.json says, until --off or until the service ends. Waits for replicas, load and space go on as they are. \
      `retentiond status` shows how far a run is. To stop purging altogether see `retentiond pause`.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Option(help: ArgumentHelp("Only this store; repeat it for others.", valueName: "store"))
  var store: [StoreName] = []

  @Option(help: ArgumentHelp("So many rows a second at most.", valueName: "rows"))
  var rowsPerSecond: Int?

  @Option(help: ArgumentHelp("The share of time in which no batch runs, from 0 to 0.95.", valueName: "share"))
  var free: Double?

  @Flag(help: "Go on as stores.json says.")
  var off = false

  func validate() throws {
    guard off != (rowsPerSecond != nil || free != nil) else {
      throw ValidationError("say --rows-per-second, --free or both; or --off alone")
    }
    if let rowsPerSecond, !(1...ThrottleVerb.mostRows).contains(rowsPerSecond) {
      throw ValidationError(
        "--rows-per-second \(rowsPerSecond): write 1 to \(ThrottleVerb.mostRows), or have nothing purged with `retentiond pause`"
      )
    }
    if let free, !(0...0.95).contains(free) { throw ValidationError("--free \(free): write 0 to 0.95") }
  }

  func run() throws {
    try Failure.reporting {
      var members: [String: JSONValue] = [
        "verb": .string(ThrottleVerb.name), "stores": JSONValue(store.map(\.rawValue)), "off": .bool(off),
      ]
      members["rowsPerSecond"] = rowsPerSecond.map(JSONValue.integer)
      members["freePermille"] = free.map { .integer(Int(($0 * 1_000).rounded())) }
      let status = try LiveRequest.show(members, files)
      if status != 0 { throw ExitCode(status) }
    }
  }
}
