import Foundation
import JSONText
import Testing
import Words

@testable import AuditJournal
@testable import retentiond

/// A small configuration whose keys the service alone has, as credentials, and its service with a control socket.
final class ControlledSmall {
  let small: SmallConfiguration
  let service: RunningService

  var runtime: String { small.folder.appending(path: "run").path }
  var socket: String { runtime + "/control" }
  /// What a caller's shell has: a way to the socket, and no key.
  var shell: [String: String] { ["RUNTIME_DIRECTORY": runtime] }

  private static let recordSets = """
    "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "subject": {"column": "person", "form": "text"},
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """

  init(content: String = ControlledSmall.content(rows: 2), calendar: String = "2090-01-01") throws {
    small = try SmallConfiguration(content: content, recordSets: Self.recordSets) { folder in
      let file = folder.appending(path: "stores.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacing(#""firstRun""#, with: #""calendar": ["\#(calendar)"], "firstRun""#).utf8).write(
        to: file)
    }
    let runtime = small.folder.appending(path: "run")
    try FileManager.default.createDirectory(at: runtime, withIntermediateDirectories: true)
    let stores = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: stores, encoding: .utf8)
    let changed = text.replacing(#/"file": "((?:signing|evidence)\.key)"/#) {
      #""credential": "\#($0.1)""#
    }
    try #require(changed != text)
    try Data(changed.utf8).write(to: stores)
    let keys = ["CREDENTIALS_DIRECTORY": small.folder.path]
    let plan = try Program(["plan", "--format", "json"] + small.files, environment: keys)
    let digest = try #require(
      plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#), "\(plan.errors)")
    let approved = try Program(["approve", String(digest.1)] + small.files, environment: keys)
    try #require(approved.exitCode == 0, "\(approved.errors)")
    service = try RunningService(small, environment: ["RUNTIME_DIRECTORY": runtime.path].merging(keys) { $1 })
    let (service, socket) = (service, socket)
    try #require(
      service.waits { service.isReady && FileManager.default.fileExists(atPath: socket) }, "\(service.text)")
  }

  deinit { service.kill() }

  /// Rows of which every other one is due.
  static func content(rows: Int) -> String {
    """
    CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT, person TEXT); CREATE INDEX t_ended ON t (ended); CREATE INDEX t_person ON t (person);
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
      INSERT INTO t SELECT i, iif(i % 2 = 1, 'old', 'new'), 'p' || i FROM n
    """
  }

  /// What a caller types.
  func call(_ arguments: [String], input: String = "") throws -> Program {
    try Program(arguments + small.files, input: input, environment: shell)
  }

  /// The entries of the journal, each as its whole JSON.
  func entries(_ kind: String) throws -> [JSONValue] {
    let shown = try Program(
      ["journal", "show", "--json", "--type", kind] + small.files,
      environment: ["CREDENTIALS_DIRECTORY": small.folder.path])
    try #require(shown.exitCode == 0, "\(shown.errors)")
    return try shown.output.split(separator: "\n").map { line in
      try #require(JSONValue(JSONNode(parsing: Array(line.utf8))))
    }
  }

  func channel() throws -> ControlChannel { try #require(try ControlChannel.connected(to: socket)) }

  /// Introduces an account, as the relay does.
  func introduced(_ uid: Int) throws -> ControlChannel {
    var ends: [Int32] = [-1, -1]
    let made = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    try #require(made == 0)
    let relay = try channel()
    #expect(
      relay.send(
        .object(["verb": .string(Introduction.verb), "uid": .integer(uid)]), descriptors: [ends[1]]))
    close(ends[1])
    // The relay waits for this, too.
    _ = try relay.line(limit: 4_096, within: .seconds(10))
    return ControlChannel(ends[0])
  }

  /// The whole answer to a request, within ten seconds.
  static func answer(_ channel: ControlChannel) throws -> [JSONValue] {
    var parts: [JSONValue] = []
    while let line = try channel.line(limit: ControlChannel.answerLimit, within: .seconds(30)) {
      let part = try #require(JSONValue(JSONNode(parsing: line)))
      parts.append(part)
      if part["end"] != nil { break }
    }
    return parts
  }

  static func request(_ verb: String, _ members: [String: JSONValue] = [:]) -> JSONValue {
    .object(members.merging(["verb": .string(verb)]) { $1 })
  }

  static func command(_ arguments: [String]) -> JSONValue {
    request("command", ["arguments": .array(arguments.map { .string($0) })])
  }
}
