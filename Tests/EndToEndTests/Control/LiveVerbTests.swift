import Foundation
import JSONText
import Testing
import Words

@testable import AuditJournal
@testable import retentiond

/// What the running service itself is asked: a reload that tells if the files were taken, a run now, what goes on.
@Suite struct LiveVerbTests {
  @Test("A reload fails where the files are refused, says why, and names the caller in its entry")
  func reload() throws {
    let it = try ControlledSmall()
    let stores = it.small.folder.appending(path: "stores.json")
    let good = try String(contentsOf: stores, encoding: .utf8)
    try Data(good.replacing("{", with: #"{"nonsense": 1,"#, maxReplacements: 1).utf8).write(to: stores)
    let refused = try it.call(["reload"])
    #expect(refused.exitCode == 78 && refused.errors.contains("nonsense"), "\(refused.errors)")
    #expect(refused.errors.contains("goes on with configuration"))
    try Data(good.replacing("2090-01-01", with: "2091-01-01").utf8).write(to: stores)
    let taken = try it.call(["reload"])
    #expect(
      taken.exitCode == 0 && taken.output.contains("is not approved"), "\(taken.output) \(taken.errors)")
    let entry = try #require(try it.entries("rules.loaded").last?["data"])
    #expect(entry["caller"]?["uid"]?.integerValue == Int(geteuid()), "\(entry)")
    try Data(good.utf8).write(to: stores)
    let former = try it.call(["reload"])
    #expect(former.exitCode == 0 && !former.output.contains("not approved"))
    // By a signal there is nobody to name.
    try Data(good.replacing("2090-01-01", with: "2092-01-01").utf8).write(to: stores)
    let count = try it.entries("rules.loaded").count
    it.service.send(SIGHUP)
    #expect(try it.service.waits { try it.entries("rules.loaded").count > count })
    #expect(try it.entries("rules.loaded").last?["data"]?["caller"] == nil)
  }

  @Test("A run that somebody asks for begins at once, purges, and its first entry names them")
  func runNow() throws {
    let it = try ControlledSmall()
    let run = try it.call(["run-now", "--wait"])
    #expect(
      run.exitCode == 0 && run.output.contains("complete: 1 record(s) changed"), "\(run.output) \(run.errors)"
    )
    #expect(try SmallConfiguration.ids(it.small.path, "t") == [2])
    let account = try #require(try it.entries("run.started").last?["data"]?["account"])
    #expect(account["from"]?.stringValue == "service")
    #expect(account["caller"]?["uid"]?.integerValue == Int(geteuid()), "\(account)")
    let begun = try it.call(["run-now"])
    #expect(begun.exitCode == 0 && begun.output.contains("is under way: 0 record(s) due"), "\(begun.errors)")
    #expect(try Program(["journal", "verify"] + it.small.files, environment: it.shell).exitCode == 0)
    let certificate = try it.call(["journal", "certificate"])
    #expect(certificate.output.contains("asked it by its socket"))
  }

  @Test("While a run is under way no other begins; status shows it, and nobody waits for it")
  func underWay() throws {
    let it = try ControlledSmall(content: ControlledSmall.content(rows: 40_000))
    let first = try it.channel()
    first.send(ControlledSmall.request("run-now", ["wait": .bool(true)]))
    var purging: JSONValue?
    let isSeen = try it.service.waits(every: 1_000) {
      let channel = try it.channel()
      channel.send(ControlledSmall.request("status"))
      purging = try ControlledSmall.answer(channel).first?["facts"]
      return purging?["state"]?.stringValue == "purging"
    }
    #expect(isSeen && purging?["due"]?.integerValue == 20_000, "\(String(describing: purging))")
    let second = try it.call(["run-now"])
    #expect(second.exitCode == 75 && second.errors.contains("a run is under way"), "\(second.errors)")
    let status = try it.call(["status"])
    #expect(status.exitCode == 0, "\(status.errors)")
    let answer = try ControlledSmall.answer(first)
    #expect(answer.last?["end"]?.integerValue == 0, "\(answer)")
    #expect(try SmallConfiguration.ids(it.small.path, "t").count == 20_000)
    let after = try it.call(["status"])
    #expect(after.output.contains("Service        Waiting until 2090"), "\(after.output)")
  }

  @Test("A run that may not begin says so to whoever asked for it")
  func refused() throws {
    let it = try ControlledSmall()
    let key = it.small.folder.appending(path: "evidence.key")
    try FileManager.default.moveItem(at: key, to: it.small.folder.appending(path: "away"))
    let run = try it.call(["run-now", "--wait"])
    #expect(run.exitCode == 77, "\(run.exitCode) \(run.errors)")
    #expect(it.service.exitCode == nil)
  }

  @Test("Callers who wait for a run have its end when the service is stopped")
  func stopped() throws {
    let it = try ControlledSmall(content: ControlledSmall.content(rows: 400_000))
    let channel = try it.channel()
    channel.send(ControlledSmall.request("run-now", ["wait": .bool(true)]))
    let began = try #require(try channel.line(limit: 4_096, within: .seconds(60)))
    #expect(String(decoding: began, as: UTF8.self).contains("under way"))
    it.service.send(SIGTERM)
    let end = try #require(try ControlledSmall.answer(channel).last?["end"]?.integerValue)
    #expect([0, 1].contains(end))
    #expect(it.service.ends(by: SIGTERM))
  }
}
