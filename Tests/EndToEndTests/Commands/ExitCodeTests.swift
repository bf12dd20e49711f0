import CivilTime
import Files
import Foundation
import JSONText
import JournalDirectory
import Purging
import RecordStores
import SQLite
import StoreBindings
import TestNames
import Testing
import Transforms
import TransparencyLog
import Words

@testable import AuditJournal
@testable import retentiond

/// Swift Testing has an `ExitStatus`, too.
private typealias Exit = retentiond.ExitStatus

/// Each error that a command can end with: its one exit code, and a sentence that calls nothing damaged which is not.
@Suite struct ExitCodeTests {
  /// One case of an error type, and the code that it ends a command with.
  fileprivate struct Sample: Sendable, CustomStringConvertible {
    let type: String
    let name: String
    let error: any Error
    let exit: Exit
    var description: String { "\(type).\(name)" }
  }

  private static let key = KeySource.file("/k")

  fileprivate static let samples: [Sample] = journal + store + run + keys + others

  private static let journal: [Sample] =
    ([
      ("missing", .missing(path: "/j"), .journal), ("exists", .exists(path: "/j"), .cannotCreate),
      ("replaced", .replaced(path: "/j"), .journal),
      ("notRegular", .notRegular(path: "/j", kind: "a pipe"), .journal),
      ("untrusted", .untrusted(path: "/j", place: "/", cause: "c", remedy: "r"), .journal),
      ("locked", .locked(path: "/j"), .tryAgain), ("damaged", .damaged("c"), .journal),
      ("key", .key("c"), .notPermitted), ("noSpace", .noSpace(path: "/j", megabytes: 64), .journal),
      ("unwritable", .unwritable(path: "/j", cause: "c"), .journal), ("busy", .busy(path: "/j"), .tryAgain),
      ("unknownKinds", .unknownKinds(["k"]), .journal), ("holdsChanged", .holdsChanged, .journal),
      ("unknownHold", .unknownHold(1), .notFound), ("notPassedOver", .notPassedOver("r"), .notFound),
      ("notPaused", .notPaused, .notFound),
      ("noFilesLeft", .noFilesLeft("batch-1"), .notFound),
      ("unknownBatch", .unknownBatch("batch-1"), .notFound), ("mismatch", .mismatch("c"), .journal),
      ("text", .text(field: "f", cause: "c"), .usage),
      ("unproven", .unproven(table: .holds, entry: 1), .journal), ("backup", .backup(path: "/j"), .journal),
      ("olderJournal", .olderJournal(path: "/j", place: "/d"), .cannotCreate),
      ("oneHistory", .oneHistory(path: "/j"), .notFound),
    ] as [(String, JournalError, Exit)]).map {
      Sample(type: "JournalError", name: $0.0, error: $0.1, exit: $0.2)
    }

  private static let store: [Sample] =
    ([
      ("unavailable", .unavailable(store: "s", cause: "c"), .storeUnavailable),
      ("busy", .busy(store: "s", seconds: 1), .tryAgain), ("rowsLocked", .rowsLocked(store: "s"), .tryAgain),
      ("timedOut", .timedOut(store: "s"), .storeUnavailable),
      ("interrupted", .interrupted(store: "s"), .tryAgain),
      ("schema", .schema(store: "s", recordSet: "r", .tableMissing(table: "t")), .storeUnavailable),
      ("schemaChanged", .schemaChanged(store: "s", recordSet: "r"), .storeUnavailable),
      (
        "unlistedChanges", .unlistedChanges(store: "s", recordSet: "r", listed: 1, changed: 2),
        .storeUnavailable
      ),
      (
        "ignoredChanges", .ignoredChanges(store: "s", recordSet: "r", chosen: 2, changed: 1),
        .storeUnavailable
      ),
      ("disagreement", .disagreement(store: "s", recordSet: "r", rule: "u"), .storeUnavailable),
      ("moved", .moved(store: "s", recordSet: "r", column: "c"), .storeUnavailable),
      ("relatedRowsCame", .relatedRowsCame(store: "s", recordSet: "r", table: "t"), .storeUnavailable),
      ("notDurable", .notDurable(store: "s", setting: "x", remedy: "r"), .storeUnavailable),
      ("constraint", .constraint(store: "s", recordSet: "r", constraint: "c"), .storeUnavailable),
      ("row", .row(store: "s", recordSet: "r", reason: "c"), .storeUnavailable),
      ("key", .key(store: "s", recordSet: "r", expected: ["id"], given: 2), .usage),
      ("holdTest", .holdTest(store: "s", reason: "c"), .storeUnavailable),
      ("lost", .lost(store: "s", cause: "c"), .storeUnavailable),
      ("undecided", .undecided(store: "s", cause: "c"), .storeUnavailable),
      ("conflict", .conflict(store: "s", cause: "c"), .tryAgain),
      ("tooLarge", .tooLarge(store: "s", cause: "c"), .storeUnavailable),
      ("full", .full(store: "s"), .storeUnavailable),
      ("replaced", .replaced(store: "s", difference: "d"), .storeUnavailable),
      ("unsettled", .unsettled(store: "s", batch: "batch-1", cause: "c"), .storeUnavailable),
      ("taken", .taken(store: "s", place: "p"), .tryAgain),
      ("engine", .engine(store: "s", code: "1", message: "m"), .storeUnavailable),
    ] as [(String, StoreError, Exit)]).map {
      Sample(type: "StoreError", name: $0.0, error: $0.1, exit: $0.2)
    }

  private static let run: [Sample] =
    ([
      ("unapproved", .unapproved(digest: "d"), .notPermitted),
      ("guardStopped", .guardStopped([]), .guardStopped),
      ("unsettled", .unsettled(batch: "batch-1", reason: "r"), .journal),
      ("unknownConfiguration", .unknownConfiguration(digest: "d"), .journal),
      ("contradicted", .contradicted(batch: "batch-1", rows: 2, present: 1), .journal),
      ("holdsWithoutRecords", .holdsWithoutRecords([]), .configuration),
      ("keys", .keys(reason: "r"), .notPermitted),
      (
        "paused",
        .paused(
          Pause(entry: 1, since: Instant(secondsSinceEpoch: 0), until: nil, reason: "r", by: "b")), .tryAgain
      ),
      ("outsideWindow", .outsideWindow(until: nil), .tryAgain),
    ] as [(String, RunError, Exit)]).map {
      Sample(type: "RunError", name: $0.0, error: $0.1, exit: $0.2)
    }

  private static let keys: [Sample] =
    ([
      ("missing", .missing(key), .notPermitted), ("noCredentials", .noCredentials(key), .notPermitted),
      ("notAFile", .notAFile(key), .notPermitted), ("unsafeOwner", .unsafeOwner(key), .notPermitted),
      ("unsafePermissions", .unsafePermissions(key, mode: "644"), .notPermitted),
      ("unsafeFolder", .unsafeFolder(path: "/k", folder: "/", cause: "c", remedy: "r"), .notPermitted),
      ("wrongLength", .wrongLength(key, count: 1), .notPermitted),
      ("unreadable", .unreadable(key, cause: "c"), .notPermitted),
      ("exists", .exists(path: "/k"), .cannotCreate),
      ("cannotWrite", .cannotWrite(path: "/k", cause: "c"), .cannotCreate),
      ("noFolder", .noFolder(path: "/k", folder: "/"), .cannotCreate),
      ("noKey", .noKey(domain: "d"), .notPermitted),
      ("columnKeyMissing", .columnKeyMissing(transform: "t"), .notPermitted),
      ("sameKey", .sameKey(version: 1), .notPermitted), ("weak", .weak(key), .notPermitted),
      ("twoPurposes", .twoPurposes("a", key, "b", key), .notPermitted),
    ] as [(String, KeyError, Exit)]).map {
      Sample(type: "KeyError", name: $0.0, error: $0.1, exit: $0.2)
    }

  private static let others: [Sample] =
    ([
      ("DirectoryError", "unreadable", DirectoryError.unreadable(path: "/d", cause: "c"), .directory),
      ("DirectoryError", "locked", DirectoryError.locked(path: "/d"), .tryAgain),
      ("DirectoryError", "foreign", DirectoryError.foreign(path: "/d", cause: "c"), .directory),
      ("DirectoryError", "damaged", DirectoryError.damaged(path: "/d", cause: "c"), .directory),
      ("TransparencyLogError", "form", TransparencyLogError.form("c"), .usage),
      ("TransparencyLogError", "signature", TransparencyLogError.signature("c"), .usage),
      ("TransparencyLogError", "key", TransparencyLogError.key("c"), .usage),
      ("TransparencyLogError", "proof", TransparencyLogError.proof("c"), .usage),
      ("ExplainError", "unknownRecordSet", ExplainError.unknownRecordSet("r", known: []), .notFound),
      ("ExplainError", "noSuchRecord", ExplainError.noSuchRecord(recordSet: "r"), .notFound),
      ("ExplainError", "noKey", ExplainError.noKey(recordSet: "r"), .notFound),
      ("DomainNameError", "", DomainNameError(name: "d", known: []), .notFound),
      ("StoreNameError", "", StoreNameError(name: "s", known: []), .notFound),
      ("FirstRunError", "nothingWaits", FirstRunError.nothingWaits, .notFound),
      ("FirstRunError", "openBatch", FirstRunError.openBatch("batch-1"), .tryAgain),
      ("FirstRunError", "changed", FirstRunError.changed, .tryAgain),
      ("FileError", "unreadable", FileError.unreadable(path: "/f", cause: "c", remedy: "r"), .configuration),
      (
        "FileError", "untrusted", FileError.untrusted(path: "/f", .writable(path: "/f", mode: 0o777)),
        .configuration
      ),
      ("FileError", "unwritable", FileError.unwritable(path: "/f", cause: "c"), .cannotCreate),
      ("SQLiteError", "", SQLiteError(code: 13, message: "m", path: "/j"), .journal),
      ("ControlError", "noService", ControlError.noService(places: ["/s"], cause: "c"), .storeUnavailable),
      ("ControlError", "notAllowed", ControlError.notAllowed(place: "/s"), .notPermitted),
      ("ControlError", "otherFiles", ControlError.otherFiles(place: "/s", stores: "/f"), .usage),
      ("ControlError", "gone", ControlError.gone, .tryAgain),
      ("ControlError", "noRequest", ControlError.noRequest(cause: "c"), .usage),
      ("ControlError", "refused", ControlError.refused("c", .configuration), .configuration),
      ("InputTooLarge", "", InputTooLarge(limit: 1 << 20), .usage),
      ("OrphanError", "outOfReach", OrphanError.outOfReach(folder: "/f", cause: "c"), .storeUnavailable),
      ("OrphanError", "empty", OrphanError.empty(folder: "/f"), .storeUnavailable),
      ("SurveyStopped", "", SurveyStopped(), .tryAgain), ("Stopped", "", Stopped(), .tryAgain),
    ] as [(String, String, any Error, Exit)]).map {
      Sample(type: $0.0, name: $0.1, error: $0.2, exit: $0.3)
    }

  /// Errors that no command ends with: what needs them turns them into one of those above.
  private static let inner: Set = [
    "AnchorError", "HTTPError", "ThreadError", "PersonListProblem", "HoldTestError", "TooMany", "ServerError",
    "KeysNeeded", "MalformedIntent", "FileLeft", "TimeLimitPassed", "BudgetSpent", "TooManyFailures",
    "FileTrustError",
    "Enough", "RegularFileError", "TimeStampError", "JSONSyntaxError", "DocumentProblem", "UnreadableFile",
    "TransformError",
    "CalendarExpressionError", "PeriodError", "TimeZoneError", "PostgresError", "MariaDBError",
    "DocumentError",
    "JournalSendError",
  ]
  /// Cases that need too much to be made here: each is looked at by a test of its own.
  private static let elsewhere: Set = [
    "RunError.clock", "RunError.anchorsOverdue", "DocumentProblems.", "JournalError.otherHistory",
  ]

  @Test("Every error that a command can end with has one exit code", arguments: samples)
  fileprivate func code(sample: Sample) {
    #expect(Failure.status(of: sample.error) == sample.exit, "\(sample)")
    let label = Mirror(reflecting: sample.error).children.first?.label
    if let label, Mirror(reflecting: sample.error).displayStyle == .enum { #expect(label == sample.name) }
    #expect(
      !Failure.sentence(for: sample.error).contains("\(sample.type)."), "a sentence, and no case's name")
  }

  @Test("Every error type of the program, and every case of it, is among those, or never ends a command")
  func complete() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources")
    let paths = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap {
      $0 as? String
    }
    let known = Set(Self.samples.map(\.description)).union(Self.elsewhere)
    var types: Set<String> = []
    for path in paths where path.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      for found in text.matches(of: #/(?:enum|struct|class) (\w+)[^{\n]*: [^{\n]*\bError\b[^{\n]*\{/#) {
        let name = String(found.1)
        types.insert(name)
        guard !Self.inner.contains(name) else { continue }
        let body = text[found.range.upperBound...].prefix { $0 != "}" }
        let cases = body.matches(of: #/\n +case ([a-z].*)/#).flatMap { line in
          // Several stand in one line only without values.
          line.1.contains("(")
            ? [String(line.1.prefix { $0.isLetter })]
            : line.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        for one in cases.isEmpty ? [""] : cases {
          #expect(known.contains("\(name).\(one)"), "\(path): \(name).\(one) has no exit code in this test")
        }
      }
    }
    #expect(types.count > 30)
    #expect(Self.inner.isSubset(of: types), "\(Self.inner.subtracting(types))")
  }

  /// The codes of SQLite that say that the contents are wrong: a row that no entry of ours would be, or pages that do not fit.
  private static let contents: Set<Int32> = [1, 11, 12, 16, 18, 19, 20, 24, 25, 26]

  @Test(
    "A full disk, an error of the disk, a lock or what else is not in the file is never called damage, and its remedy is no copy"
  )
  func notDamage() {
    for primary: Int32 in 0...28 where !Self.contents.contains(primary) && primary != 0 {
      for extended: Int32 in 0...40 {
        let error = SQLiteError(code: primary | extended << 8, message: "m", path: "/j")
        for told in [JournalError(error), JournalError(error, isWriting: true)] {
          #expect(!told.description.contains("damaged"), "code \(error.code): \(told)")
          expectNoCopy(told.description)
        }
        expectNoCopy(error.remedy)
      }
    }
    for sample in Self.samples
    where [
      "full", "noSpace", "busy", "locked", "taken", "rowsLocked", "unwritable", "cannotWrite", "unreadable",
    ].contains(
      sample.name)
    {
      #expect(!Failure.sentence(for: sample.error).contains("damage"), "\(sample)")
      expectNoCopy(Failure.sentence(for: sample.error))
    }
  }

  private func expectNoCopy(_ sentence: String) {
    let remedy = sentence.split(separator: ": ").last.map(String.init) ?? sentence
    #expect(!remedy.hasPrefix("restore") && !remedy.contains("from a copy"), "\(sentence)")
  }

  @Test("A folder that cannot be read is an error, and no finding against whoever made it")
  func unreadableFolder() throws {
    let insurer = try Insurer(subjects: 40, at: nil, withHolds: false)
    #expect(try Program(["purge"] + insurer.files).exitCode == 0)
    let folder = insurer.configuration.bindings.journal.directory
    let key = insurer.signingKey.verifier(of: insurer.location.origin).text
    let all = try FileManager.default.subpathsOfDirectory(atPath: folder)
    let entries = try #require(
      all.first { path in path.hasPrefix("tile/entries/") && !all.contains { $0.hasPrefix(path + "/") } })
    for file in ["checkpoint", entries] {
      let path = folder + "/" + file
      try ServiceAccount.give(insurer.folder.path, to: "nobody")
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      let verified = try Program(
        ["journal", "verify", "--directory", folder, "--key", key], as: "nobody")
      #expect(verified.exitCode == 72 && !verified.output.contains("WRONG"), "\(file): \(verified)")
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }
  }
}
