import Foundation
import Purging
import RecordStores
import SQLite
import Synchronization
import TestNames
import Testing
import Words

@testable import retentiond

/// A store that hangs: it is there, takes every connection, and says nothing; or it is locked for as long as anybody looks.
@Suite(.serialized) struct HungStoreTests {
  enum Kind: String, CaseIterable, Sendable { case postgresql, mariadb, sqlite }

  /// Takes connections and says nothing.
  private final class Listener: Sendable {
    let port: Int
    private let socketDescriptor: Int32
    private let accepted = Atomic<Int>(0)

    var count: Int { accepted.load(ordering: .relaxed) }

    init() throws {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
          unsafe bind(descriptor, raw, length) == 0 && listen(descriptor, 64) == 0
            && getsockname(descriptor, raw, &length) == 0
        }
      }
      try #require(code)
      port = Int(UInt16(bigEndian: address.sin_port))
      socketDescriptor = descriptor
      Thread.detachNewThread { [self] in
        // What it took stays open until the process ends.
        while accept(descriptor, nil, nil) >= 0 { accepted.add(1, ordering: .relaxed) }
      }
    }

    func end() { shutdown(socketDescriptor, Int32(SHUT_RDWR)) }
  }

  private static let sets = 12

  @Test(
    "A store that hangs is waited for once a command, whatever number of record sets it has, and is told in one line",
    arguments: Kind.allCases)
  func once(kind: Kind) throws {
    let listener = try Listener()
    defer { listener.end() }
    let folder = FileManager.default.temporaryDirectory.appending(path: "hung-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "hung.sqlite").path
    let application = try Connection(path: path, mode: .create, busySeconds: 1)
    for number in 1...Self.sets {
      try application.execute(
        "CREATE TABLE t\(number) (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX i\(number) ON t\(number) (ended)"
      )
    }
    let hung =
      kind == .sqlite
      ? #"{"engine": "sqlite", "path": "\#(path)", "busyTimeout": "PT1S"}"#
      : #"{"engine": "\#(kind)", "host": "127.0.0.1", "port": \#(listener.port), "database": "d", "user": "u"}"#
    func recordSet(_ name: String, _ store: String, _ table: String) -> String {
      #""\#(name)": {"store": "\#(store)", "table": "\#(table)", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}"#
    }
    let sets = (1...Self.sets).map { recordSet("set\($0)", "hung", "t\($0)") }
    let small = try SmallConfiguration(
      content:
        "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended); INSERT INTO t VALUES (1, 'old')",
      recordSets: (sets + [recordSet("other", "main", "t")]).joined(separator: ", "),
      otherStores: #", "hung": \#(hung)"#)
    if kind == .sqlite { try application.execute("BEGIN EXCLUSIVE") }
    for command in [["check"], ["plan"]] {
      let before = listener.count
      let program = try Program(command + small.files)
      let lines = program.output.split(separator: "\n").filter { $0.hasPrefix("REFUSED") }
      #expect(
        lines.count == 1 && lines[0].contains("\(Self.sets) record sets"), "\(command): \(program.output)")
      #expect(kind == .sqlite || listener.count - before < 4, "\(command): \(listener.count - before)")
    }
    let before = listener.count
    var told: [RunEvent] = []
    let report = try Purger(ServerRuns.session(of: small).purgingContext()).purge(
      clock: SystemClock.now, observe: { told.append($0) })
    #expect(kind == .sqlite || listener.count - before < 4, "\(listener.count - before)")
    #expect(report.changedCount == 1 && report.refused.count == Self.sets && report.status == .incomplete)
    let counts = told.compactMap { event -> Int? in
      if case .storeLeftOut("hung", let count, _) = event { count } else { nil }
    }
    #expect(counts == [Self.sets])
    #expect(!told.contains { if case .refused = $0 { true } else { false } })
    #expect(ReportView.text(of: report).split(separator: "\n").count { $0.hasPrefix("REFUSED") } == 1)
    if kind == .sqlite {
      // Once the lock is gone, the same engine finds the store again.
      try application.execute("ROLLBACK")
      #expect(
        try Purger(ServerRuns.session(of: small).purgingContext()).purge(
          clock: SystemClock.now, observe: { _ in }
        ).status == .complete)
    }
  }
}
