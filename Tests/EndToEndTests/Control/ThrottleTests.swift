import Foundation
import JSONText
import Testing

@testable import retentiond

/// How fast the running service may purge, by a word from a shell; and its numbers.
@Suite struct ThrottleTests {
  private func facts(_ it: ControlledSmall) throws -> JSONValue? {
    let channel = try it.channel()
    channel.send(ControlledSmall.request("status"))
    return try ControlledSmall.answer(channel).first?["facts"]
  }

  @Test("A word on the pace counts for the run that is under way, and is taken back")
  func underWay() throws {
    let it = try ControlledSmall(content: ControlledSmall.content(rows: 60_000))
    let slow = try it.call(["throttle", "--rows-per-second", "1000", "--store", "main"])
    #expect(slow.exitCode == 0 && slow.output.contains("main: 1000 rows a second at most"), "\(slow.errors)")
    let began = ContinuousClock.now
    let run = try it.channel()
    run.send(ControlledSmall.request("run-now", ["wait": .bool(true)]))
    let isSlow = try it.service.waits(every: 200_000) {
      let now = try facts(it)
      return now?["state"]?.stringValue == "purging" && now?["changed"]?.integerValue ?? 0 > 0
        && ContinuousClock.now - began > .seconds(4)
    }
    let changed = try facts(it)?["changed"]?.integerValue
    #expect(isSlow && changed ?? .max < 20_000, "\(String(describing: changed))")
    let both = try it.call(["throttle", "--off", "--store", "main", "--store", "main"])
    #expect(both.exitCode == 0 && both.output.contains("main, main: as stores.json says"), "\(both.errors)")
    let off = try it.call(["throttle", "--off"])
    #expect(off.exitCode == 0 && off.output.contains("every store: as stores.json says"), "\(off.errors)")
    let answer = try ControlledSmall.answer(run)
    #expect(answer.last?["end"]?.integerValue == 0, "\(answer)")
    // At the former pace it would have taken half a minute.
    #expect(ContinuousClock.now - began < .seconds(25))
    #expect(try SmallConfiguration.ids(it.small.path, "t").count == 30_000)
    let page = try it.call(["metrics"])
    let gone = #"retentiond_records_changed_total{record_set="t",rule="rights",action="delete"} 30000"#
    #expect(page.exitCode == 0 && page.output.contains(gone), "\(page.output)\(page.errors)")
    #expect(page.output.contains(#"retentiond_waits_total{store="main",reason="ceiling"}"#), "\(page.output)")
  }

  @Test(
    "A word that cannot be meant is refused, and says what can",
    arguments: [
      (["throttle"], 64, "--rows-per-second"), (["throttle", "--off", "--free", "0.5"], 64, "--off alone"),
      (["throttle", "--free", "1"], 64, "0 to 0.95"), (["throttle", "--rows-per-second", "0"], 64, "pause"),
      (["throttle", "--off", "--store", "nowhere"], 66, "has no store nowhere: it has main"),
    ])
  func refused(arguments: [String], exitCode: Int32, words: String) throws {
    let it = try ControlledSmall()
    let refused = try it.call(arguments)
    #expect(
      refused.exitCode == exitCode && refused.errors.contains(words), "\(refused.exitCode) \(refused.errors)")
  }

  @Test("Without a service nobody takes the word")
  func nobody() throws {
    let it = try ControlledSmall()
    it.service.kill()
    let refused = try it.call(["throttle", "--off"])
    #expect(refused.exitCode == 69, "\(refused.exitCode) \(refused.errors)")
  }
}
