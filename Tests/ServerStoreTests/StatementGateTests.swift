import Foundation
import RecordStores
import ServerStores
import Synchronization
import Testing
import Words

/// A stop interrupts the statement in flight, and no other.
@Suite struct StatementGateTests {
  /// A server whose statement ends when it is cancelled or cut.
  private final class Server: Sendable {
    let cancels = Atomic<Int>(0)
    let cuts = Atomic<Int>(0)
    let absorbed = Atomic<Int>(0)
    private let isEnded = Atomic<Bool>(false)
    let obeysCancel: Bool

    init(obeysCancel: Bool = true) { self.obeysCancel = obeysCancel }

    func cancel() {
      cancels.add(1, ordering: .relaxed)
      if obeysCancel { isEnded.store(true, ordering: .relaxed) }
    }

    func cut() {
      cuts.add(1, ordering: .relaxed)
      isEnded.store(true, ordering: .relaxed)
    }

    /// Runs until it is ended, and for no longer than a hang needs to show.
    func statement() throws {
      for _ in 0..<2_000 where !isEnded.load(ordering: .relaxed) { usleep(10_000) }
      throw ServerError.timedOut
    }
  }

  private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isRaised: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
  }

  private func gate(_ server: Server, _ stop: StopSignal) -> StatementGate {
    StatementGate(WorkInHand(stop: stop), cancel: { server.cancel() }, cut: { server.cut() })
  }

  private func run(_ gate: StatementGate, _ server: Server) throws {
    try gate.statement({ try server.statement() }, absorb: { server.absorbed.add(1, ordering: .relaxed) })
  }

  @Test(
    "A statement that may be interrupted ends when the stop comes, and is said to be interrupted, whatever the server says"
  )
  func inFlight() {
    let (server, stop) = (Server(), StopSignal())
    let gate = gate(server, stop)
    Thread.detachNewThread {
      usleep(100_000)
      stop.request()
    }
    #expect(throws: ServerError.interrupted) { try gate.interruptibly { try run(gate, server) } }
    #expect(server.cancels.load(ordering: .relaxed) >= 1 && server.absorbed.load(ordering: .relaxed) == 1)
    // Nothing more is cancelled once it has ended, and nothing more begins that may be interrupted.
    let cancels = server.cancels.load(ordering: .relaxed)
    usleep(400_000)
    #expect(server.cancels.load(ordering: .relaxed) == cancels)
    #expect(throws: ServerError.interrupted) { try gate.interruptibly { Issue.record("it began") } }
    #expect(!gate.isSpoiled)
  }

  @Test("What may not be interrupted, in a shield and between statements: nothing is cancelled")
  func uninterrupted() throws {
    let (server, stop) = (Server(), StopSignal())
    let gate = gate(server, stop)
    var ran = 0
    func commit() throws {
      try gate.statement(
        {
          ran += 1
          stop.request()
          usleep(300_000)
        }, absorb: {})
    }
    try commit()
    try gate.uninterrupted { try commit() }
    try gate.work.shielded { try gate.interruptibly { try commit() } }
    #expect(ran == 3 && server.cancels.load(ordering: .relaxed) == 0)
  }

  @Test("A server that does not answer a cancel loses the connection")
  func cut() {
    let (server, stop) = (Server(obeysCancel: false), StopSignal())
    let gate = gate(server, stop)
    Thread.detachNewThread {
      usleep(100_000)
      stop.request()
    }
    #expect(throws: ServerError.interrupted) { try gate.interruptibly { try run(gate, server) } }
    #expect(server.cuts.load(ordering: .relaxed) == 1 && gate.isSpoiled)
  }

  @Test(
    "A connection for which a cancel is under way still when its statement has ended is of no use any more")
  func late() {
    let (ended, isSent) = (Flag(), Flag())
    let stop = StopSignal()
    let gate = StatementGate(
      WorkInHand(stop: stop),
      cancel: {
        ended.raise()
        // Longer than whoever runs the statement waits for it.
        usleep(5_000_000)
        isSent.raise()
      }, cut: {})
    #expect(throws: ServerError.interrupted) {
      try gate.interruptibly {
        try gate.statement(
          {
            stop.request()
            while !ended.isRaised { usleep(1_000) }
          }, absorb: {})
      }
    }
    #expect(gate.isSpoiled)
    while !isSent.isRaised { usleep(10_000) }
    usleep(100_000)
    #expect(gate.isSpoiled, "the cancel may hit what comes next")
  }

  @Test("Statements nest: an inner one that ends leaves the outer one to be cancelled")
  func nested() {
    let (server, stop) = (Server(), StopSignal())
    let gate = gate(server, stop)
    #expect(throws: ServerError.interrupted) {
      try gate.interruptibly {
        try gate.statement(
          {
            try gate.statement({}, absorb: {})
            stop.request()
            try server.statement()
          }, absorb: {})
      }
    }
    #expect(server.cancels.load(ordering: .relaxed) >= 1)
  }
}
