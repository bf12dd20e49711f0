import Foundation
import SQLite
import Testing

@testable import AuditJournal
@testable import retentiond

/// What SQLite answers when a file, its disk or its locks fail: a sentence with file, cause and remedy, and the exit code that `--help` lists.
@Suite struct DiskErrorTests {
  struct Answer: Sendable, CustomStringConvertible {
    let code: Int32
    let exit: Int32
    let cause: String
    let remedy: String
    var description: String { "code \(code)" }
  }

  static let answers =
    [
      Answer(code: 3, exit: 74, cause: "allows no access", remedy: "let this account"),
      Answer(code: 5, exit: 75, cause: "locked", remedy: "try again"),
      Answer(code: 6, exit: 75, cause: "locked", remedy: "try again"),
      Answer(code: 7, exit: 74, cause: "not enough memory", remedy: "free memory"),
      Answer(code: 8, exit: 74, cause: "may not be written", remedy: "let this account"),
      Answer(code: 11, exit: 74, cause: "do not fit together", remedy: "restored from a copy"),
      Answer(code: 13, exit: 74, cause: "disk is full", remedy: "free space"),
      Answer(code: 14, exit: 74, cause: "may not be opened", remedy: "correct its path"),
      Answer(code: 15, exit: 74, cause: "locks cannot be had", remedy: "local file system"),
      Answer(code: 26, exit: 74, cause: "no SQLite database", remedy: "restored from a copy"),
      // Extended codes: a snapshot that is too old, a recovery, a read-only folder, a damaged index, a symbolic link.
      Answer(code: 517, exit: 75, cause: "locked", remedy: "try again"),
      Answer(code: 261, exit: 75, cause: "locked", remedy: "try again"),
      Answer(code: 776, exit: 74, cause: "died within a transaction", remedy: "purge"),
      Answer(code: 1544, exit: 74, cause: "may not be written", remedy: "let this account"),
      Answer(code: 779, exit: 74, cause: "do not fit together", remedy: "restored from a copy"),
      Answer(code: 1550, exit: 74, cause: "may not be opened", remedy: "correct its path"),
      Answer(code: 3082, exit: 74, cause: "not enough memory", remedy: "free memory"),
    ]
    // Every input/output error but the one that means memory.
    + (0...33).filter { $0 != 12 }.map {
      Answer(code: 10 | $0 << 8, exit: 74, cause: "reading or writing it failed", remedy: "kernel's log")
    }

  @Test("Whatever the disk answers about the journal: the file, the cause, the remedy, and the right code")
  func journal() {
    for answer in Self.answers {
      let error = SQLiteError(code: answer.code, message: "as SQLite says it", path: "/var/j.sqlite")
      // As a store has it.
      for part in [
        error.path, answer.cause, error.remedy,
      ] {
        #expect("\(error)".contains(part), "\(answer): \(error)")
      }
      for told in [error as any Error, JournalError(error), JournalError(error, isWriting: true)] {
        let sentence = Failure.sentence(for: told)
        for part in ["/var/j.sqlite", answer.cause, answer.remedy] {
          #expect(sentence.contains(part), "\(answer): \(sentence)")
        }
        #expect(
          sentence.contains("damaged") == [11, 26].contains(answer.code & 0xFF), "\(answer): \(sentence)")
        #expect(Failure.status(of: told).rawValue == answer.exit, "\(answer)")
      }
    }
  }

  @Test("A journal's file that is damaged, away, locked or of another kind is told with its name")
  func files() throws {
    let small = try SmallConfiguration(
      content: "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);",
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"], "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let path = small.folder.appending(path: "journal.sqlite").path
    let bytes = try Data(contentsOf: URL(filePath: path))
    let broken: [(String, Data)] = [
      ("no database", Data(repeating: 65, count: 8_192)), ("cut off", bytes.prefix(bytes.count / 2)),
      ("pages of nothing", bytes.prefix(100) + Data(repeating: 7, count: bytes.count - 100)),
      ("empty", Data()),
    ]
    for (name, content) in broken {
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      try content.write(to: URL(filePath: path))
      for command in [["status"], ["hold", "list"], ["purge"]] {
        let program = try Program(command + small.files)
        #expect(
          program.exitCode == 74 && program.errors.contains(path) && !program.errors.contains("SQLite error"),
          "\(name), \(command): \(program.exitCode) \(program.errors)")
      }
    }
  }
}
