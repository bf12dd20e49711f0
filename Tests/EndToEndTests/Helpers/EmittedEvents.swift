import CivilTime
import Foundation
import Purging
import StoreBindings
import Testing
import Words

@testable import Systemd
@testable import retentiond

/// A file that the program adds the name of each log event to, and what makes it do so.
final class EmittedEvents: Sendable {
  private let file = FileManager.default.temporaryDirectory.appending(path: "events-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: file) }

  /// The names of the events that came up so far.
  var names: Set<String> {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return Set(text.split(separator: "\n").map(String.init))
  }

  /// Has a process of its own tell its events.
  var environment: [String: String] { ["RETENTIOND_TEST_EVENTS": file.path] }

  /// The same with a clock that is so many days ahead.
  func environment(days: Int) -> [String: String] {
    environment.merging(["RETENTIOND_TEST_CLOCK_SHIFT": String(days * 86_400)]) { $1 }
  }

  /// Starts the service, waits until all these events came up, and ends it.
  func serve(
    _ small: SmallConfiguration, until expected: Set<String>, days: Int = 0,
    variables: [String: String] = [:],
    meanwhile: (RunningService) throws -> Void = { _ in }
  ) throws {
    let service = try RunningService(small, environment: environment(days: days).merging(variables) { $1 })
    defer { service.kill() }
    try meanwhile(service)
    #expect(
      service.waits { names.isSuperset(of: expected) }, "\(expected.subtracting(names)): \(service.text)")
  }

  /// One run of the service, in this process.
  func run(
    _ configuration: Configuration, stop: StopSignal = StopSignal(), clockJump: ClockJump? = nil
  ) throws {
    let silent = unsafe open("/dev/null", O_WRONLY)
    defer { close(silent) }
    let log = EventLog(output: .text(colour: false), descriptor: silent, names: file.path)
    let execution = RunExecution(
      configuration: configuration, log: log, notifier: ServiceNotifier(),
      liveness: Liveness(WorkInHand(stop: stop)), clockJump: clockJump)
    do {
      _ = try execution.execute()
    } catch {
      // As the service does.
      log.log(execution.event(for: error))
    }
  }

  func run(
    _ small: SmallConfiguration, stop: StopSignal = StopSignal(), clockJump: ClockJump? = nil
  ) throws {
    try run(ServerRuns.session(of: small).configuration, stop: stop, clockJump: clockJump)
  }
}
