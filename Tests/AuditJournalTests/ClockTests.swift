import CivilTime
import JSONText
import RecordStores
import SQLite
import TestNames
import Testing
import TransparencyLog
import Words

@testable import AuditJournal

/// The last accepted time, and what becomes of one that is not believed.
@Suite struct ClockTests {
  private static let day = 86_400

  /// What a wrong clock shows, in seconds after the last accepted time, and whether it is believed. The calendar allows three days.
  static let clocks: [(shift: Int, isBelieved: Bool)] = [
    (0, true), (60, true), (2 * day, true), (3 * day, true), (3 * day + 1, false), (20 * 366 * day, false),
    (-1, true), (-2, false), (-600, false), (-20 * 366 * day, false),
  ]

  private func opened(_ folder: JournalFolder, _ access: AuditJournal.Access = .append) throws -> AuditJournal
  {
    let journal = try folder.open(access)
    journal.clockAllowance = { _ in 3 * Self.day }
    return journal
  }

  /// Everything that is appended with a time.
  private static let appends:
    [(name: String, append: @Sendable (AuditJournal, JournalFolder, Instant) throws -> Void)] = [
      ("entry", { journal, _, time in try journal.append([.serviceStarted(version: "1")], at: time) }),
      (
        "approval",
        { journal, folder, time in
          try journal.approve(
            AgreedFiles(
              digest: "digest", rules: [1], rulesDigest: AuditJournal.digest(of: [1]), stores: [2],
              storesDigest: AuditJournal.digest(of: [2]), baseDirectory: "/etc"), by: "somebody", at: time)
        }
      ),
      (
        "hold",
        { journal, _, time in
          _ = try journal.placeHold(.subject("x"), reference: "A", reason: "suit", by: "somebody", at: time)
        }
      ),
      (
        "lift",
        { journal, _, time in
          _ = try journal.placeHold(.subject("y"), reference: "B", reason: "suit", by: "somebody", at: time)
          _ = try journal.liftHolds(reference: "B", reason: "over", by: "somebody", at: time)
        }
      ),
      (
        "batch",
        { journal, folder, time in
          let batch = try journal.prepare(
            folder.intent(count: 1), keys: folder.keys(["k"]), holdGeneration: journal.holdGeneration(),
            at: time)
          try journal.deferOutcome(.committed, of: batch)
          try journal.settleDeferred(at: time)
        }
      ),
      (
        "settling",
        { journal, folder, time in
          let batch = try journal.prepare(
            folder.intent(count: 1), keys: folder.keys(["k"]), holdGeneration: journal.holdGeneration(),
            at: time)
          try journal.settle(
            batch: batch, recovered: Recovery(outcome: .committed, method: "asked", copiesRemoved: 0),
            at: time)
        }
      ),
      (
        "key",
        { journal, _, time in try journal.rotateKey(to: SigningKey.generate().key, reason: "yearly", at: time)
        }
      ),
    ]

  @Test(
    "No doubtful time is ever an entry's: it stands among the data, the stamp is the last accepted time, and the next entry is compared with that",
    arguments: clocks)
  func stamps(shift: Int, isBelieved: Bool) throws {
    for (name, append) in Self.appends {
      let folder = try JournalFolder()
      _ = try folder.create()
      let journal = try opened(folder)
      try folder.begin(journal)
      let first = journal.size
      let shown = folder.start.adding(seconds: shift)
      try append(journal, folder, shown)
      let stamp = isBelieved ? max(shown, folder.start) : folder.start
      var appended = 0
      try journal.forEachEntry(from: first) { entry in
        appended += 1
        #expect(entry.time == stamp, "\(name)")
        #expect(entry.data["clock"]?.stringValue == (isBelieved ? nil : shown.iso8601), "\(name)")
      }
      #expect(appended > 0 && journal.acceptedTime == stamp, "\(name)")
      #expect(try folder.verify().findings == [], "\(name)")
      // The doubt is not forgotten by asking again, and the clock set right goes on as if nothing had been.
      if !isBelieved, name != "key" {
        let again = try opened(folder)
        try again.append([.serviceStarted(version: "1")], at: shown)
        #expect(again.acceptedTime == stamp)
        let right = folder.start.adding(seconds: Self.day)
        try again.append([.serviceStarted(version: "1")], at: right)
        let last = try again.entry(at: again.size - 1)
        #expect(last.time == right && last.data["clock"] == nil)
        #expect(try folder.verify().findings == [])
      }
    }
  }

  @Test("A hold that is placed by a doubtful clock is in force, and is as old as its entry")
  func hold() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try opened(folder)
    let ids = try journal.placeHold(
      .recordSet("set"), reference: "A", reason: "suit", by: "somebody",
      at: folder.start.adding(seconds: 7_000 * Self.day))
    #expect(try journal.holds().map(\.id) == [ids.id] && journal.holds()[0].since == folder.start)
    #expect(try folder.verify().findings == [])
  }

  @Test("What is doubted for another reason than its distance has the last accepted time, too")
  func doubting() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    let shown = folder.start.adding(seconds: 10)
    try journal.append([.refusal(code: "clock", detail: "not synchronised")], doubting: shown)
    let entry = try journal.entry(at: 1)
    #expect(entry.time == folder.start && entry.data["clock"]?.stringValue == shown.iso8601)
    #expect(try journal.lastDoubted()?.shown == shown)
  }

  @Test("A time that a process has confirmed is believed in it, and by everybody once an entry has it")
  func confirmed() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let late = folder.start.adding(seconds: 90 * Self.day)
    let journal = try opened(folder)
    journal.confirm(late)
    #expect(try opened(folder).acceptedTime(for: late) == folder.start)
    try journal.append([.serviceStarted(version: "1")], at: late.adding(seconds: 1))
    #expect(journal.acceptedTime == late.adding(seconds: 1))
    #expect(try opened(folder).acceptedTime(for: late.adding(seconds: 2)) == late.adding(seconds: 2))
  }

  @Test("Somebody's word leads the journal's time forward and back; only behind it times are earlier")
  func accepted() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try opened(folder)
    let far = folder.start.adding(seconds: 20 * 366 * Self.day)
    #expect(try journal.acceptClock(at: far, reason: "it was off", by: "somebody") == folder.start)
    try journal.append([.serviceStarted(version: "1")], at: far.adding(seconds: 5))
    let near = folder.start.adding(seconds: 60)
    #expect(
      try journal.acceptClock(at: near, reason: "it was wrong", by: "somebody") == far.adding(seconds: 5))
    try journal.append([.serviceStarted(version: "1")], at: near.adding(seconds: 5))
    #expect(journal.acceptedTime == near.adding(seconds: 5))
    #expect(try folder.verify().findings == [])
    #expect(try journal.hasClockAcceptance(since: 3) && !journal.hasClockAcceptance(since: 4))
    var times: [Instant] = []
    try journal.forEachEntry { times.append($0.time) }
    #expect(times == [folder.start, far, far.adding(seconds: 5), near, near.adding(seconds: 5)])
  }

  @Test(
    "An entry from a time that was taken back is known to be no younger than that; an anchor that has not seen it is overdue"
  )
  func knownTimes() throws {
    let folder = try JournalFolder()
    _ = try folder.create()
    let journal = try opened(folder)
    let far = folder.start.adding(seconds: 20 * 366 * Self.day)
    try journal.acceptClock(at: far, reason: "believed", by: "somebody")
    let batch = try journal.prepare(
      folder.intent(count: 1), keys: folder.keys(["k"]), holdGeneration: journal.holdGeneration(), at: far)
    try journal.settle(
      batch: batch, recovered: Recovery(outcome: .committed, method: "asked", copiesRemoved: 0), at: far)
    #expect(try journal.intent(of: 2).time == far)
    let near = folder.start.adding(seconds: 60)
    try journal.acceptClock(at: near, reason: "it was wrong", by: "somebody")
    #expect(try journal.intent(of: 2).time == near && journal.entry(at: 2).time == far)
    #expect(try journal.intent(of: 2).time == folder.open(.read).intent(of: 2).time)
    #expect(try journal.standing(of: "nobody").unseenSince == folder.start)
  }

  @Test("Times that fall without somebody's word, or by a word that is not true, are found")
  func forged() throws {
    let near = Instant(secondsSinceEpoch: 1_799_000_000)
    // What a program with the key could sign that does not keep the rule.
    for (from, stamp) in [
      (Instant?.none, near), (near, near), (Instant(secondsSinceEpoch: 1_800_000_000), near),
    ] {
      let folder = try JournalFolder()
      let journal = try folder.create()
      try journal.write {
        let event: JournalEvent =
          from.map { .clockAccepted(from: $0, to: stamp, reason: "r", by: "b") }
          ?? .serviceStarted(version: "1")
        if from != nil { try journal.setState(AuditJournal.clockState + "1", 1) }
        try journal.append(event, time: stamp, doubted: nil)
      }
      #expect(try folder.verify().findings.isEmpty == (from == folder.start))
    }
    // An acceptance whose stamp is another than what it accepts.
    let folder = try JournalFolder()
    let journal = try folder.create()
    try journal.write {
      try journal.append(
        .clockAccepted(from: folder.start, to: near, reason: "r", by: "b"),
        time: folder.start.adding(seconds: 1),
        doubted: nil)
    }
    #expect(try folder.verify().findings.contains { $0.contains("accepts a clock") })
  }

  @Test("The state must lead to every acceptance: without it, times from before would be believed")
  func state() throws {
    let folder = try JournalFolder()
    let journal = try folder.create()
    try journal.acceptClock(at: folder.start.adding(seconds: -60), reason: "it was wrong", by: "somebody")
    #expect(try folder.verify().findings == [])
    try folder.connection().execute("DELETE FROM state WHERE name LIKE 'clock|%'")
    #expect(try folder.verify().findings.contains { $0.contains("entry 1 accepted a clock") })
    try folder.connection().execute("INSERT INTO state VALUES ('clock|0', 0), ('clock|1', 1)")
    #expect(try folder.verify().findings.contains { $0.contains("entry 0 accepted a clock") })
    #expect(throws: JournalError.self) { try folder.open(.read).hasClockAcceptance(since: 0) }
  }
}
