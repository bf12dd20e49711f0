import Foundation
import SQLite
import Testing

@testable import retentiond

/// What Prometheus is told. Its own program reads the page and the alert rules.
@Suite struct MetricsCommandTests {
  private static let recordSets = """
    "person": {"store": "main", "table": "person", "domain": "rights", "key": ["id"], "subject": "nir",
      "events": {"ended": {"column": "ended", "as": "date"}}}
    """
  private static let content = """
    CREATE TABLE person (id INTEGER PRIMARY KEY, nir TEXT, ended TEXT); CREATE INDEX person_ended ON person (ended);
    CREATE INDEX person_nir ON person (nir);
    INSERT INTO person VALUES (1, '0840588100001', 'old'), (2, '0840588100002', 'old'), (3, '0840588100003', 'new'), (4, '0840588100004', NULL);
    """

  /// The value of a line of the page; nil if there is none.
  private func value(_ line: String, in page: String) -> Double? {
    page.split(separator: "\n").first { $0.hasPrefix(line + " ") }.flatMap {
      Double($0.dropFirst(line.count + 1))
    }
  }

  private func page(_ small: SmallConfiguration) throws -> String {
    let program = try Program(["metrics"] + small.files)
    try #require(program.exitCode == 0, "\(program.errors)")
    return program.output
  }

  private func promtool(_ arguments: [String], input: String = "") throws -> Program {
    try Program(arguments, of: "/usr/bin/promtool", input: input)
  }

  @Test("The page has what the runs did and left, and promtool finds nothing wrong with it")
  func numbers() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let before = try page(small)
    #expect(value("retentiond_configuration_approved", in: before) == 1)
    #expect(value("retentiond_last_run_complete", in: before) == nil, "no run yet, so that nobody knows")
    let hold = try Program(
      ["hold", "add", "--subject", "-", "--reference", "case 1", "--reason", "suit"] + small.files,
      input: "0840588100002\n")
    try #require(hold.exitCode == 0)
    #expect(try small.purge().program.exitCode == 0)
    let after = try page(small)
    let labels = #"{record_set="person",rule="rights"}"#
    for (name, expected) in [
      "retentiond_last_run_complete": 1, "retentiond_holds": 1, "retentiond_open_batches": 0,
      #"retentiond_last_run_records_changed{record_set="person",rule="rights",action="delete"}"#: 1,
      "retentiond_records_overdue\(labels)": 1, "retentiond_records_held\(labels)": 1,
      "retentiond_records_undated\(labels)": 1, "retentiond_records_implausible\(labels)": 0,
      #"retentiond_last_run_refused{record_set="person"}"#: 0, "retentiond_last_plan_records_due": 1,
      #"retentiond_health{question="overdue"}"#: 0,
    ] as [String: Double] {
      #expect(value(name, in: after) == expected, "\(name): \(after)")
    }
    #expect(value("retentiond_overdue_since_timestamp_seconds\(labels)", in: after) == nil, "a hold keeps it")
    let now = Date.now.timeIntervalSince1970
    let ended = try #require(value("retentiond_last_run_end_timestamp_seconds", in: after))
    #expect(abs(now - ended) < 600 && value("retentiond_last_success_timestamp_seconds", in: after) == ended)
    let checked = try promtool(["check", "metrics"], input: after)
    #expect(
      checked.exitCode == 0 && checked.errors.isEmpty && checked.output.isEmpty,
      "\(checked.errors)\(checked.output)")
    // Neither a date of a record, nor a number or a name of a person.
    #expect(!after.contains("08405881") && !after.contains("2015"), "\(after)")
  }

  @Test(
    "What is overdue counts from the first run that left it, and a store that does not answer has no figures")
  func series() throws {
    let small = try SmallConfiguration(
      content: Self.content
        + "CREATE TRIGGER keep BEFORE DELETE ON person WHEN OLD.id = 1 BEGIN SELECT RAISE(ABORT, 'no'); END;",
      recordSets: Self.recordSets)
    let labels = #"{record_set="person",rule="rights"}"#
    #expect(try small.purge().program.exitCode == 1)
    let first = try page(small)
    let since = try #require(
      value("retentiond_overdue_since_timestamp_seconds\(labels)", in: first), "\(first)")
    sleep(2)
    #expect(try small.purge().program.exitCode == 1)
    let second = try page(small)
    #expect(value("retentiond_overdue_since_timestamp_seconds\(labels)", in: second) == since)
    #expect(value("retentiond_last_run_end_timestamp_seconds", in: second) ?? 0 > since)
    #expect(value("retentiond_last_run_complete", in: second) == 0)
    // What the run could not ask it knows nothing of; that it has been overdue since then is still so.
    try FileManager.default.moveItem(atPath: small.path, toPath: small.path + ".away")
    #expect(try small.purge().program.exitCode == 1)
    let away = try page(small)
    #expect(value("retentiond_records_overdue\(labels)", in: away) == nil, "\(away)")
    #expect(value(#"retentiond_last_run_refused{record_set="person"}"#, in: away) == 1)
    try FileManager.default.moveItem(atPath: small.path + ".away", toPath: small.path)
    try Connection(path: small.path, mode: .readWrite, busySeconds: 1).execute("DROP TRIGGER keep")
    #expect(try small.purge().program.exitCode == 0)
    #expect(value("retentiond_overdue_since_timestamp_seconds\(labels)", in: try page(small)) == nil)
  }

  @Test(
    "A file takes the page's place in one step, for others to read, and a folder that cannot be written is named"
  )
  func file() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let path = small.folder.appending(path: "retentiond.prom").path
    for _ in 1...2 {
      #expect(try Program(["metrics", "--output", path] + small.files).exitCode == 0)
      #expect(try String(contentsOfFile: path, encoding: .utf8).contains("retentiond_build_info{version="))
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o644)
    }
    let refused = try Program(["metrics", "--output", "/proc/retentiond.prom"] + small.files)
    #expect(refused.exitCode != 0 && refused.errors.contains("/proc/retentiond.prom"), "\(refused.errors)")
  }

  @Test("The service keeps its file up to date, and counts its batches in it")
  func service() throws {
    let small = try SmallConfiguration(content: Self.content, recordSets: Self.recordSets)
    let url = small.folder.appending(path: "stores.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    try Data(text.replacing("\"recordSets\":", with: "\"calendar\": [\"*:*:0/2\"], \"recordSets\":").utf8)
      .write(to: url)
    let plan = try Program(["plan", "--format", "json"] + small.files)
    let digest = try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1
    try #require(Program(["approve", String(digest)] + small.files).exitCode == 0)
    let path = small.folder.appending(path: "retentiond.prom").path
    let service = try RunningService(small, options: ["--metrics", path])
    defer { service.kill() }
    #expect(service.waits { service.isReady })
    var page: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    let changed = #"retentiond_records_changed_total{record_set="person",rule="rights",action="delete"}"#
    #expect(service.waits { value(changed, in: page) == 2 }, "\(page)")
    #expect(
      value(#"retentiond_batch_duration_seconds_count{store="main",action="delete"}"#, in: page) ?? 0 >= 1)
    let checked = try promtool(["check", "metrics"], input: page)
    #expect(
      checked.exitCode == 0 && checked.errors.isEmpty && checked.output.isEmpty,
      "\(checked.errors)\(checked.output)")
  }

  @Test("The alert rules are rules, and each number that they ask for is on the page")
  func alerts() throws {
    let folder = Insurer.repository.appending(path: "packaging/examples/prometheus")
    let rules = folder.appending(path: "retentiond.rules.yml").path
    let checked = try promtool(["check", "rules", rules])
    #expect(checked.exitCode == 0, "\(checked.errors)\(checked.output)")
    let tested = try promtool(["test", "rules", folder.appending(path: "retentiond.test.yml").path])
    #expect(tested.exitCode == 0, "\(tested.errors)\(tested.output)")
    let text = try String(contentsOfFile: rules, encoding: .utf8)
    let names = Set(text.matches(of: #/retentiond_[a-z_]+/#).map { String($0.output) })
    var sources = ""
    for name in ["MetricsPage", "RunTally"] {
      let file = Insurer.repository.appending(path: "Sources/Program/retentiond/Metrics/\(name).swift")
      sources += try String(contentsOf: file, encoding: .utf8)
    }
    #expect(names.count > 5)
    for name in names {
      #expect(sources.contains("\"\(name.dropFirst("retentiond_".count))\""), "\(name) is on no page")
    }
  }
}
