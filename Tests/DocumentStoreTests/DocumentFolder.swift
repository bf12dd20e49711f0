import CivilTime
import DocumentStore
import Foundation
import RecordStores
import TestNames
import Words

/// A folder of documents, and the adapter on it.
final class DocumentFolder {
  let path: String

  static let today = CivilDate(daysSinceEpoch: 20_000)
  static let ended = EventColumn(column: "ended", encoding: .compactDate)
  static let naming = DocumentNaming(pattern: "{nir}/{ended}_{number}.txt", sidecar: ".json")

  static func set(
    _ folder: String = "letters", named name: RecordSetName = "letter", store: String = "papers",
    naming: DocumentNaming = naming
  ) -> RecordSet {
    RecordSet(
      name: name, store: StoreName(store), table: folder, key: ["path"], subject: "nir", documents: naming)
  }

  /// Those of a set whose event lies before 2020.
  static func old(_ set: RecordSet = set(), event: EventColumn = ended) -> Selection {
    Selection(
      recordSet: set,
      predicate: .event(
        event,
        .reached(
          .day(CivilDate("2019-12-31") ?? today), PlausibleDays(of: event, today: today, zone: .utc),
          zone: .utc)))
  }

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "papers-\(UUID().uuidString)").path
    try make("letters/0840588123401/20150101_1.txt")
    try make("letters/0840588123401/20240101_2.txt")
    try make("letters/0840588123402/20150102_3.txt", beside: #"{"case": 7}"#)
    try make("letters/0840588123403/20150103_4.txt")
    try make("letters/notes.txt")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func make(_ name: String, _ content: String = "letter", beside: String? = nil) throws {
    let file = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: file)
    if let beside { try Data(beside.utf8).write(to: URL(filePath: file.path + ".json")) }
  }

  func content(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }

  /// All paths below, without the store's own folder.
  var all: Set<String> {
    get throws {
      Set(
        try FileManager.default.subpathsOfDirectory(atPath: path).filter { !$0.hasPrefix(".retentiond") })
    }
  }

  /// The documents, and what lies beside them.
  var files: Set<String> {
    get throws { Set(try all.filter { $0.hasSuffix(".txt") || $0.hasSuffix(".json") }) }
  }

  /// What the store keeps for itself.
  var own: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path + "/.retentiond"))?.filter { $0 != "lock" }
      ?? []
  }

  func open(isReadOnly: Bool = false) -> DocumentStore {
    DocumentStore(name: "papers", path: path, isReadOnly: isReadOnly)
  }

  static func paths(_ keys: KeyList) -> [String] {
    (0..<keys.count).compactMap {
      if case .text(let path)? = keys.values(at: $0)?.first { path } else { nil }
    }
  }

  static func keys(_ paths: [String]) -> KeyList {
    var keys = KeyList()
    for path in paths { keys.append(key: [.text(path)]) }
    return keys
  }
}

/// Something mounted on a folder, where the tests' account may do that.
struct Mount {
  private let path: String

  static let isAllowed: Bool = {
    guard geteuid() == 0, let folder = try? DocumentFolder(),
      let mount = try? Mount(nil, at: folder.path + "/letters")
    else { return false }
    mount.end()
    return true
  }()

  /// - Parameter source: a folder; nil for an empty file system in memory.
  init(_ source: String?, at path: String) throws {
    self.path = path
    try Self.run(["mount"] + (source.map { ["--bind", $0] } ?? ["-t", "tmpfs", "none"]) + [path])
  }

  func end() { try? Self.run(["umount", path]) }

  private static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}

/// An archive in memory.
final class Collected: ArchiveSink, @unchecked Sendable {
  // Sendable for the seam's sake; one thread runs a test.
  var rows: [[String: ColumnValue]] = []

  func receive(columns: [String], values: [ColumnValue]) throws {
    rows.append(Dictionary(uniqueKeysWithValues: zip(columns, values)))
  }
}
