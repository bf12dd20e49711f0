import AuditJournal
import CivilTime
import Foundation
import OutsideOracles
import Testing
import TransparencyLog
import Words

@testable import Anchors

/// What anchors of others' making see, and what becomes of those that lie.
@Suite struct AnchorTests {
  @Test("A time stamp is an entry that verifies offline, and only under the authority that gave it")
  func timeStamp() throws {
    let journal = try AnchoredJournal()
    try journal.grow(by: 3)
    #expect(try journal.ask(journal.timeStamp()).map(\.size) == [4])
    // Its own receipt is nothing to stamp.
    guard case .current = try journal.ask(journal.timeStamp())[0] else { return #expect(Bool(false)) }
    try journal.grow()
    #expect(try journal.ask(journal.timeStamp()).map(\.size) == [6])
    let verified = try journal.verify(authorities: journal.server.authorities)
    #expect(verified.findings == [])
    let anchor = try #require(verified.anchors["authority"])
    #expect(anchor.receipts == 2 && anchor.size == 6)
    let time = try #require(anchor.time)
    #expect(abs(time - journal.now.secondsSinceEpoch) < 60)
    // Counted, and not believed, where nobody says who is trusted.
    #expect(try journal.verify().anchors["authority"]?.time == nil)
    #expect(try !journal.verify(authorities: journal.server.strangers).isVerified)
  }

  @Test(
    "An authority that answers wrongly gets no entry, and the reason is told",
    arguments: [
      ("stamp/stale", "message imprint mismatch"), ("stamp/renonced", "nonce mismatch"),
      ("stamp/other", "message imprint mismatch"),
      ("stamp/stranger", "certificate verify error"), ("stamp/refusing", "gave no time stamp"),
      ("stamp/garbage", "no time stamp response"), ("stamp/empty", "no time stamp response"),
      ("stamp/huge", "more than 32768 bytes"), ("stamp/error", "HTTP status 500"),
      ("stamp/elsewhere", "HTTP status 302"), ("stamp/hanging", "Timeout was reached"),
      ("nothing", "HTTP status 404"),
    ])
  func wrongTimeStamp(path: String, reason: String) throws {
    let journal = try AnchoredJournal()
    if path == "stamp/stale" {
      // The first answer is kept, and given again.
      #expect(try journal.ask(journal.timeStamp(path))[0].size == 1)
      try journal.grow()
    }
    let before = try journal.open(.read).size
    let failure = try journal.ask(journal.timeStamp(path, timeout: path.hasSuffix("hanging") ? 0.3 : 20))[0]
      .failure
    #expect(failure?.contains(reason) == true, "\(failure ?? "no failure")")
    #expect(try journal.open(.read).size == before)
  }

  @Test(
    "Who waits for an anchor is seen to wait, and is let go by a stop, which is no failure of the anchor",
    arguments: ["authority", "witness"])
  func stopped(kind: String) throws {
    let journal = try AnchoredJournal()
    try journal.grow()
    let before = try journal.open(.read).size
    let work = WorkInHand()
    let anchor: any Anchor =
      kind == "witness"
      ? try journal.witness("hanging", work: work)
      : journal.timeStamp("stamp/hanging", timeout: 20, work: work)
    Thread.detachNewThread {
      // The first step is the beginning; the others are noted while nothing comes.
      while work.steps < 3 { usleep(10_000) }
      work.stop.request()
    }
    #expect(throws: Stopped.self) { try journal.ask(anchor) }
    #expect(work.steps >= 3)
    #expect(try journal.open(.read).size == before)
  }

  @Test(
    "A server that is not there is a failure that names it, and one authority's does not keep the next from being asked"
  )
  func unreachable() throws {
    let journal = try AnchoredJournal()
    let dead = TimeStampAnchor(
      name: "dead", url: "http://127.0.0.1:1/", authorities: journal.server.authorities, timeout: 5,
      work: WorkInHand())
    let noFile = TimeStampAnchor(
      name: "no file", url: journal.server.url("stamp"), authorities: "/nonexistent.pem", timeout: 20,
      work: WorkInHand())
    let outcomes = try journal.ask(dead, noFile, journal.timeStamp())
    #expect(outcomes[0].failure?.contains("127.0.0.1:1") == true)
    #expect(outcomes[1].failure?.contains("/nonexistent.pem") == true)
    #expect(outcomes[2].size == 1)
  }

  @Test("A witness of others' making accepts each growth, and tlog-scales the signature that is kept")
  func witness() throws {
    let journal = try AnchoredJournal()
    for _ in 0..<20 {
      try journal.grow(by: Int.random(in: 1...9))
      let outcome = try journal.ask(journal.witness())[0]
      #expect(outcome.size != nil, "\(outcome.failure ?? "")")
    }
    let verified = try journal.verify()
    #expect(verified.findings == [])
    let anchor = try #require(verified.anchors["witness"])
    #expect(anchor.receipts == 20 && anchor.key == journal.server.witnessKey && anchor.time != nil)
    let last = try #require(try journal.open(.read).lastReceipt(of: "witness")?.receipt)
    let note = try #require(try journal.open(.read).note(ofSize: last.size))
    let cosigned = note + String(decoding: last.receipt, as: UTF8.self)
    #expect(
      try OraclePython.lines(
        "cosigned.py", input: [Data(cosigned.utf8).base64EncodedString(), journal.server.witnessKey]) == [
          "verified"
        ])
  }

  @Test("An answer that was lost is made up for: the witness says how much it has seen")
  func lostAnswer() throws {
    let journal = try AnchoredJournal()
    try journal.grow(by: 4)
    #expect(try journal.ask(journal.witness("lossy"))[0].failure?.contains("HTTP status 500") == true)
    try journal.grow(by: 4)
    #expect(try journal.ask(journal.witness())[0].size == 9)
  }

  @Test("A journal restored from an old copy is found out, and so is one that went on from there")
  func restored() throws {
    let journal = try AnchoredJournal()
    try journal.grow(by: 3)
    let copy = try journal.copy()
    try journal.grow(by: 3)
    #expect(try journal.ask(journal.witness())[0].size == 7)
    try journal.restore(copy)
    let shorter = try journal.ask(journal.witness())[0]
    #expect(shorter.hasDiverged && shorter.failure?.contains("has signed 7 entries") == true)
    // As long as before, with another history, and every size of it signed.
    journal.now = journal.now.adding(seconds: 1)
    try journal.grow(by: 6)
    let longer = try journal.ask(journal.witness())[0]
    #expect(longer.hasDiverged && longer.failure?.contains("does not continue") == true)
    #expect(try journal.verify().anchors.isEmpty)
  }

  @Test(
    "A witness that answers wrongly gets no entry, and the reason is told",
    arguments: [
      ("impostor", "no signature of"), ("garbage", "no signature of"), ("odd", "not how much"),
      ("strict", "does not accept the journal's key"), ("nowhere", "does not know the journal"),
    ])
  func wrongWitness(path: String, reason: String) throws {
    let journal = try AnchoredJournal()
    let failure = try journal.ask(journal.witness(path))[0].failure
    #expect(failure?.contains(reason) == true, "\(failure ?? "no failure")")
    #expect(try journal.open(.read).size == 1)
  }

  @Test("An anchor whose unseen entries are young is left alone")
  func age() throws {
    let journal = try AnchoredJournal()
    journal.now = journal.now.adding(seconds: 30)
    guard case .current = try journal.ask(journal.timeStamp(), olderThan: 60)[0] else {
      return #expect(Bool(false))
    }
    journal.now = journal.now.adding(seconds: 40)
    #expect(try journal.ask(journal.timeStamp(), olderThan: 60)[0].size == 1)
  }
}
