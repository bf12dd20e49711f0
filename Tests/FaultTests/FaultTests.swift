import Dispatch
import Foundation
import SQLite
import Synchronization
import Testing

/// A purge at whose every file call something goes wrong: nothing changes without evidence, and nothing is left unsettled.
@Suite(.serialized) struct FaultTests {
  /// The calls of a purge on its files, counted without any fault, and the paths that they are on.
  private static func calls(of prepared: FaultedFolder) throws -> (counts: [String: Int], names: [String]) {
    let folder = try prepared.copy("counted")
    #expect(Traced.run(["purge", "--config", folder.path]).exitCode == 0)
    // What a purge makes and removes again is a path, too.
    let made = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let names =
      [""] + made + made.map { $0 + ".part" }
      + ["logged", "rolled", "journal"].flatMap { name in
        ["", "-wal", "-shm", "-journal"].map { "\(name).sqlite\($0)" }
      }
    let traced = try prepared.copy("traced")
    let log = traced.path + ".strace"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let ending = Traced.run(
      ["purge", "--config", traced.path], under: ["-o", log, "-e", "trace=%file,%desc,%network"],
      paths: names.map { traced.path + ($0.isEmpty ? "" : "/" + $0) })
    try #require(
      ending.exitCode == 0, "strace is needed: scripts/install-needs installs it. \(ending.output)")
    // By thread: each has a count of its own.
    var counts: [String: [Substring: Int]] = [:]
    for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
      guard let match = line.firstMatch(of: #/^(\d+) +([a-z0-9_]+)\(/#) else { continue }
      counts[String(match.2), default: [:]][match.1, default: 0] += 1
    }
    return (counts.compactMapValues { $0.values.max() }, Array(Set(names)))
  }

  @Test(
    "Whatever call of a purge dies, fails or finds no space: every change has its evidence, and the next run settles all"
  )
  func everyCall() throws {
    let prepared = try FaultedFolder()
    let witness = Witness(before: try prepared.rows())
    let (counts, names) = try Self.calls(of: prepared)
    let reference = try prepared.copy("reference")
    #expect(Traced.run(["purge", "--config", reference.path]).exitCode == 0)
    let expected = try reference.rows()
    let faults = counts.keys.sorted().flatMap { Fault.all(call: $0, count: counts[$0] ?? 0) }
    #expect(faults.count > 500, "\(counts)")
    let problems = Mutex<[String]>([])
    let next = Atomic<Int>(0)
    let struck = Atomic<Int>(0)
    let path = prepared.path
    DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { worker in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < faults.count else { return }
        do {
          let folder = try prepared.copy("fault-\(worker)")
          let found = try Self.strike(
            faults[number], folder, names: names, witness: witness, expected: expected)
          if found.wasStruck { struck.add(1, ordering: .relaxed) }
          problems.withLock { $0 += found.problems.map { "\(faults[number]): \($0)" } }
        } catch {
          problems.withLock { $0.append("\(faults[number]) in \(path): \(error)") }
        }
      }
    }
    let found = problems.withLock { $0 }
    #expect(found.isEmpty, "\(found.count) of \(faults.count): \(found.prefix(20).joined(separator: "\n"))")
    // A fault that the program survives (a failed look at a file) may leave no trace; most do.
    #expect(struck.load(ordering: .relaxed) > faults.count / 2)
  }

  /// Strikes one purge, and looks at what it left, and at what the next one makes of it.
  private static func strike(
    _ fault: Fault, _ folder: FaultedFolder, names: [String], witness: Witness,
    expected: [String: [Int64: String]]
  ) throws -> (wasStruck: Bool, problems: [String]) {
    let ending = Traced.run(
      ["purge", "--config", folder.path], under: fault.options,
      paths: names.map { folder.path + ($0.isEmpty ? "" : "/" + $0) })
    var problems: [String] = []
    if fault.kind != .kill, ending.wasSignalled || ending.exitCode > 128 {
      problems.append("the program crashed (\(ending.exitCode))")
    }
    problems += try witness.unexplained(in: folder)
    if !ending.wasSignalled, ending.exitCode == 0 {
      if try folder.rows() != expected { problems.append("it says that it is complete, and left something") }
      problems += try folder.unfinishedLists().map { "it says that it is complete, and left \($0)" }
    }
    let again = Traced.run(["purge", "--config", folder.path])
    if again.exitCode != 0 { problems.append("the next run ended with \(again.exitCode)") }
    problems += try witness.unsettled(in: folder)
    if try folder.rows() != expected { problems.append("the rows are not those of a run without a fault") }
    let verified = Traced.run(["journal", "verify", "--config", folder.path])
    if verified.exitCode != 0 { problems.append("the journal does not verify: \(verified.output)") }
    return (ending.wasSignalled || ending.exitCode != 0, problems)
  }

  @Test("The witness sees a change before its intent, an open intent, and an intent of what never changed")
  func witnessSees() throws {
    let prepared = try FaultedFolder()
    let witness = Witness(before: try prepared.rows())
    func connection(_ folder: FaultedFolder, _ name: String) throws -> Connection {
      try Connection(path: "\(folder.path)/\(name).sqlite", mode: .readWrite, busySeconds: 1)
    }
    // The commit came first, and the process died before the intent.
    let early = try prepared.copy("early")
    try connection(early, "rolled").execute("DELETE FROM member WHERE id = 1")
    #expect(try witness.unexplained(in: early) == ["member 1 changed without an intent"])
    // A run, whose journal is then put back to what it was before: the changes are there, and their evidence is not.
    let torn = try prepared.copy("torn")
    #expect(Traced.run(["purge", "--config", torn.path]).exitCode == 0)
    #expect(try witness.unexplained(in: torn).isEmpty && witness.unsettled(in: torn).isEmpty)
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: torn.path + "/journal.sqlite" + suffix)
    }
    try FileManager.default.copyItem(
      atPath: prepared.path + "/journal.sqlite", toPath: torn.path + "/journal.sqlite")
    #expect(try witness.unexplained(in: torn).count >= 20)
    // An outcome that is not true: the rows are back.
    let untrue = try prepared.copy("untrue")
    #expect(Traced.run(["purge", "--config", untrue.path]).exitCode == 0)
    try connection(untrue, "rolled").execute(
      "INSERT INTO member VALUES (1, '0840588123451', '2015-01-01')")
    #expect(try witness.unsettled(in: untrue) == ["a committed batch lists a record that did not change"])
    try connection(untrue, "journal").execute(
      "UPDATE batch SET outcome = NULL WHERE entry = (SELECT min(entry) FROM batch)")
    #expect(try witness.unsettled(in: untrue).contains { $0.hasSuffix("is open") })
  }
}
