import CivilTime
import Crypto
import Foundation
import OutsideOracles
import SQLite
import Testing
import TransparencyLog

@testable import Anchors
@testable import AuditJournal

/// What a journal may not say of its anchors.
@Suite struct ReceiptTests {
  /// A receipt as it should be, and one thing that is not.
  struct Lie: Sendable, CustomStringConvertible {
    let description: String
    let change: @Sendable (AnchorReceipt) -> AnchorReceipt
  }

  private static func receipt(
    like other: AnchorReceipt, size: Int? = nil, root: TreeHash? = nil, receipt: [UInt8]? = nil,
    key: String? = nil
  ) -> AnchorReceipt {
    AnchorReceipt(
      anchor: other.anchor, kind: other.kind, size: size ?? other.size, root: root ?? other.root,
      receipt: receipt ?? other.receipt, key: key ?? other.key)
  }

  static let lies = [
    Lie(description: "another size") { receipt(like: $0, size: $0.size - 1) },
    Lie(description: "a size that was never signed") { receipt(like: $0, size: $0.size + 40) },
    Lie(description: "another root") { receipt(like: $0, root: .leaf([1])) },
    Lie(description: "a flipped byte") {
      var bytes = $0.receipt
      bytes[bytes.count - 20] ^= 1
      return receipt(like: $0, receipt: bytes)
    },
    Lie(description: "nothing") { receipt(like: $0, receipt: []) },
  ]

  @Test("A receipt that is not what the anchor gave is found", arguments: lies, ["time stamp", "witness"])
  func lie(_ lie: Lie, kind: String) throws {
    let journal = try AnchoredJournal()
    try journal.grow(by: 3)
    _ = try journal.ask(kind == "witness" ? journal.witness() : journal.timeStamp())
    let name = kind == "witness" ? "witness" : "authority"
    let genuine = try #require(try journal.open(.read).lastReceipt(of: name)).receipt
    // The same again is the truth.
    #expect(try journal.open(.append).record(genuine, at: journal.now))
    #expect(try journal.verify(authorities: journal.server.authorities).findings == [])
    #expect(try journal.open(.append).record(lie.change(genuine), at: journal.now))
    let findings = try journal.verify(authorities: journal.server.authorities).findings
    #expect(findings.first?.hasPrefix("entry 6 ") == true, "\(findings)")
  }

  @Test(
    "A receipt that comes after too many entries is not taken, and is a finding if somebody writes it all the same"
  )
  func late() throws {
    let journal = try AnchoredJournal()
    let note = try #require(try journal.open(.read).note(ofSize: 1))
    let root = try Checkpoint(text: SignedNote(note).text).root
    let receipt = AnchorReceipt(anchor: "journald", kind: .journald, size: 1, root: root)
    let writer = try journal.open(.append)
    let filler = JournalEvent.refusal(code: "test", detail: "filler")
    try writer.append(Array(repeating: filler, count: AuditJournal.receiptDistance), at: journal.now)
    #expect(try writer.record(receipt, at: journal.now))
    #expect(try journal.verify().findings == [])
    #expect(try !writer.record(receipt, at: journal.now))
    try writer.append([.anchorReceipt(receipt)], at: journal.now)
    #expect(try journal.verify().findings.contains { $0.contains("receipt for no checkpoint") })
  }

  @Test(
    "An older receipt in the state is found: an overdue anchor would seem current, or the other way round")
  func state() throws {
    let journal = try AnchoredJournal()
    _ = try journal.ask(journal.timeStamp())
    try journal.grow()
    _ = try journal.ask(journal.timeStamp())
    let connection = try Connection(path: journal.location.path, mode: .readWrite, busySeconds: 1)
    try connection.execute("UPDATE state SET value = 1 WHERE name = 'anchor|authority'")
    #expect(try journal.verify().findings.contains { $0.contains("the anchor authority") })
    try connection.execute("DELETE FROM state WHERE name = 'anchor|authority'")
    #expect(try journal.verify().findings.contains { $0.contains("none in the state") })
    // What leads to an entry that is no receipt is not believed.
    try connection.execute("INSERT INTO state VALUES ('anchor|authority', 0)")
    #expect(throws: JournalError.self) { try journal.open(.read).standing(of: "authority") }
  }
}
