import AuditJournal
import CivilTime
import Foundation
import JSONText
import Purging
import RecordStores
import SQLite
import SQLiteStore
import StoreBindings
import TestNames
import Testing
import Transforms
import TransparencyLog
import Words

@testable import SampleInsurer

/// A sample insurer in a folder of its own, with keys, a journal, an approval and the sample's holds.
final class Insurer {
  let folder: URL
  let now: Instant
  let configuration: Configuration
  let signingKey: SigningKey
  let evidenceKey: EvidenceKey
  private let keyRing: KeyRing

  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  init(
    subjects: Int, seed: Int = 1, at moment: String? = "2026-11-24T10:00:00Z", batchRows: Int? = nil,
    anchors: String? = nil, copying other: Insurer? = nil, withHolds: Bool = true
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "retentiond-\(UUID().uuidString)")
    // Without a moment it is now, for tests that start the program itself.
    let seconds =
      try moment.map { try #require(Instant(iso8601: $0)).secondsSinceEpoch }
      ?? other?.now.secondsSinceEpoch ?? Int(Date().timeIntervalSince1970)
    now = Instant(secondsSinceEpoch: seconds)
    try Sample(directory: folder, seed: seed, subjects: subjects, now: seconds).write()
    let storesFile = folder.appending(path: "stores.json")
    if let batchRows {
      let text = try String(contentsOf: storesFile, encoding: .utf8)
      let small = text.replacing("\"guard\":", with: "\"batch\": {\"rows\": \(batchRows)}, \"guard\":")
      try small.write(to: storesFile, atomically: true, encoding: .utf8)
    }
    if let anchors {
      let text = try String(contentsOf: storesFile, encoding: .utf8)
      let anchored = text.replacing(/"journal": *\{/, with: "\"journal\": {\"anchors\": \(anchors), ")
      try anchored.write(to: storesFile, atomically: true, encoding: .utf8)
    }
    let rules = [UInt8](try Data(contentsOf: Self.repository.appending(path: "retention-rules.json")))
    configuration = try Configuration.load(
      rules: rules, rulesFile: "retention-rules.json", stores: [UInt8](try Data(contentsOf: storesFile)),
      storesFile: "stores.json", baseDirectory: folder.path)
    let keys = configuration.bindings.keys
    try FileManager.default.createDirectory(
      at: folder.appending(path: "keys"), withIntermediateDirectories: true)
    let home = folder.path
    func made(_ source: KeySource) throws -> SecretKey {
      guard case .file(let path) = source else { throw KeyError.missing(source) }
      // The same keys make the same pseudonyms.
      if let other {
        let name = String(path.dropFirst(home.count))
        try FileManager.default.copyItem(atPath: other.folder.path + name, toPath: path)
      } else {
        try KeyFile.generate(at: path)
      }
      return try KeyFile.load(source, credentialsDirectory: nil)
    }
    signingKey = try SigningKey(seed: made(keys.signing).bytes)
    evidenceKey = try EvidenceKey(made(keys.evidence).bytes)
    keyRing = KeyRing(
      try keys.pseudonyms.mapValues { versions in
        try versions.map { try DomainKey(version: $0.version, key: made($0.source)) }
      })
    let journal = try AuditJournal.create(
      at: location, signingKey: signingKey, evidenceKey: evidenceKey, now: now.adding(seconds: -3_600))
    try journal.approve(
      AgreedFiles(
        digest: configuration.digest, rules: configuration.rulesBytes, rulesDigest: configuration.rulesDigest,
        stores: configuration.storesBytes, storesDigest: configuration.storesDigest,
        baseDirectory: folder.path),
      by: "test", at: now.adding(seconds: -3_600))
    if withHolds { try placeHolds(in: journal) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var location: JournalLocation {
    JournalLocation(
      path: configuration.bindings.journal.path, origin: configuration.bindings.journal.origin)
  }

  func journal(_ access: AuditJournal.Access) throws -> AuditJournal {
    try AuditJournal(at: location, access: access, signingKey: signingKey, evidenceKey: evidenceKey)
  }

  func context(_ access: AuditJournal.Access, stop: StopSignal = StopSignal()) throws -> PurgeContext {
    let open: OpenStores.Open = { (definition) throws(StoreError) in
      switch definition.engine {
      case .sqlite(let path, let busySeconds):
        return SQLiteStore(
          name: definition.name, path: path, busySeconds: busySeconds, isReadOnly: access == .read)
      case .server, .documents:
        throw .unavailable(store: definition.name, cause: "the sample has files of SQLite alone")
      }
    }
    return PurgeContext(
      configuration: configuration, journal: try journal(access), keys: keyRing, openStore: open,
      work: WorkInHand(stop: stop))
  }

  func verify() throws -> VerificationResult {
    try JournalVerifier.verify(path: location.path, verifierKey: signingKey.verifier(of: location.origin))
  }

  @discardableResult
  func purge(stop: StopSignal = StopSignal(), observe: @escaping (RunEvent) -> Void = { _ in }) throws
    -> RunReport
  {
    let moment = now
    return try Purger(context(.run, stop: stop)).purge(clock: { moment }, observe: observe)
  }

  private func placeHolds(in journal: AuditJournal) throws {
    let reading = Explainer(try context(.read))
    for line in try lines(of: "holds.csv") {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let scope: HoldScope
      switch fields[0] {
      case "subject": scope = .subject(fields[2])
      case "record-set": scope = .recordSet(RecordSetName(fields[1]))
      default:
        let recordSet = RecordSetName(fields[1])
        let found = try reading.recordKey(recordSet: recordSet, key: Self.key(fields[2]))
        scope = .record(store: found.store, recordSet: recordSet, key: found.key)
      }
      _ = try journal.placeHold(
        scope, reference: fields[3], reason: fields[4], by: "test", at: now.adding(seconds: -3_000))
    }
  }

  static func key(_ text: String) -> [String] {
    text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
  }

  /// The lines of a file after its title.
  func lines(of name: String) throws -> [Substring] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0 }
  }

  /// The rows of a record set by their keys in the journal's encoding, each as one text.
  func rows(of name: RecordSetName) throws -> [[UInt8]: String] {
    let bound = try #require(configuration.bindings.recordSets.first { $0.recordSet.name == name })
    guard
      case .sqlite(let path, _)? = configuration.bindings.stores.first(where: {
        $0.name == bound.recordSet.store
      })?.engine
    else { return [:] }
    // Writing, so that SQLite may roll back what a kill left.
    let connection = try Connection(path: path, mode: .readWrite, busySeconds: 5)
    func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
    let keys = bound.recordSet.key.map(quoted).joined(separator: ", ")
    let query = try connection.prepare("SELECT \(keys), * FROM \(quoted(bound.recordSet.table))")
    var rows: [[UInt8]: String] = [:]
    while try query.step() {
      var key = KeyList()
      for column in bound.recordSet.key.indices {
        switch query.kind(column) {
        case .integer: key.append(.integer(query.integer(column)))
        default: key.append(.text(query.text(column) ?? ""))
        }
      }
      key.endKey()
      rows[Array(key[0])] = (bound.recordSet.key.count..<query.columnCount).map { query.text($0) ?? "∅" }
        .joined(separator: "|")
    }
    return rows
  }
}
