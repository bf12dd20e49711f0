import Foundation
import SQLite
import Testing

/// A disk on which, from some call on, nothing is made durable any more.
@Suite(.serialized) struct FailingDiskTests {
  /// What fails to be synchronised.
  enum Place: String, CaseIterable {
    case log = "/logged.sqlite-wal"
    case loggedDatabase = "/logged.sqlite"
    case rollbackJournal = "/rolled.sqlite-journal"
    case rolledDatabase = "/rolled.sqlite"
    case folder = ""
    case journal = "/journal.sqlite-wal"
  }

  static let prepared = Result { try FaultedFolder() }
  static let expected = Result {
    let reference = try prepared.get().copy("reference-disk")
    try #require(Traced.run(["purge", "--config", reference.path]).exitCode == 0)
    return try reference.rows()
  }

  @Test(
    "A commit whose file cannot be synchronised is open until it is known, whoever has the file open meanwhile",
    arguments: Place.allCases, [false, true])
  func synchronising(_ place: Place, isApplicationOpen: Bool) throws {
    let witness = Witness(before: try Self.prepared.get().rows())
    var openBatches = 0
    for number in [1, 3, 4] {
      let folder = try Self.prepared.get().copy("disk")
      let applications =
        try isApplicationOpen ? ["logged", "rolled"].map { try Self.application(folder, $0) } : []
      let ending = Traced.run(
        ["purge", "--config", folder.path],
        under: [
          "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e",
          "inject=fsync,fdatasync:error=EIO:when=\(number)+",
        ], paths: [folder.path + place.rawValue])
      let (context, isOpen) = (
        "\(place), call \(number)", try folder.batches().contains { $0.outcome == nil }
      )
      #expect(ending.wasSignalled == false && ending.exitCode < 128, "\(context)")
      if isOpen { openBatches += 1 }
      if place != .journal { #expect(!isOpen || ending.exitCode == 74, "\(context): \(ending.exitCode)") }
      // Another program opens the file anew, and takes for committed what it finds in the log.
      let copy = try folder.copy("recovered")
      for name in ["logged", "rolled"] {
        try? FileManager.default.removeItem(atPath: copy.path + "/\(name).sqlite-shm")
      }
      #expect(try witness.unexplained(in: copy) == [], "\(context)")
      let again = Traced.run(["purge", "--config", folder.path])
      #expect(again.exitCode == 0, "\(context): \(again.output)")
      withExtendedLifetime(applications) {}
      #expect(try witness.unsettled(in: folder) == [], "\(context)")
      #expect(try folder.rows() == Self.expected.get(), "\(context)")
      #expect(Traced.run(["journal", "verify", "--config", folder.path]).exitCode == 0, "\(context)")
    }
    if place == .log { #expect(openBatches > 0) }
  }

  /// A program that has the file open and has read it.
  private static func application(_ folder: FaultedFolder, _ name: String) throws -> Connection {
    let connection = try Connection(path: "\(folder.path)/\(name).sqlite", mode: .readWrite, busySeconds: 1)
    _ = try connection.integer("SELECT count(*) FROM sqlite_schema")
    return connection
  }
}
