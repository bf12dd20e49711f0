internal import CLinux
internal import Glibc
internal import Synchronization
internal import Words

/// The program once more, in a process that the service starts for a caller.
final class CallersProcess: Sendable {
  enum End: Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  private let identifier: pid_t
  /// Whether it has ended: then its number may be another process's.
  private let hasEnded = Mutex(false)
  /// Its other end closes with the process.
  private let sign: OwnedDescriptors

  /// What the service manager told the service alone.
  private static let ownVariables = [
    "NOTIFY_SOCKET", "WATCHDOG_", "LISTEN_", "JOURNAL_STREAM", Caller.variable,
  ]

  /// - Parameter streams: its standard input, output and error.
  init(_ arguments: [String], for caller: Caller, _ streams: OwnedDescriptors) throws {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw Self.failure(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    sign = OwnedDescriptors([ends[0]])
    let others = OwnedDescriptors([ends[1]])
    var process: pid_t = 0
    let environment = Self.environment() + ["\(Caller.variable)=\(caller.uid)"]
    let code = unsafe Self.withCStrings(["retentiond"] + arguments) { arguments in
      unsafe Self.withCStrings(environment) { environment in
        unsafe spawn_with_streams(
          "/proc/self/exe", arguments, environment, streams.numbers, others.numbers[0], &process)
      }
    }
    guard code == 0 else { throw Self.failure(code) }
    identifier = process
  }

  private static func failure(_ code: Int32) -> ControlError {
    .refused(
      "the service cannot start the command: \(FileError.words(for: code)): see its limits (TasksMax=, LimitNOFILE=)",
      .tryAgain)
  }

  private static func environment() -> [String] {
    var variables: [String] = []
    var place = unsafe own_environment()
    while let variable = unsafe place?.pointee {
      variables.append(unsafe String(cString: variable))
      unsafe place = unsafe place?.advanced(by: 1)
    }
    return variables.filter { variable in !ownVariables.contains { variable.hasPrefix($0) } }
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var copies = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
    return unsafe body(&copies)
  }

  /// Asks it to end, as Ctrl-C does.
  func ask() {
    hasEnded.withLock { hasEnded in
      if !hasEnded { _ = kill(identifier, SIGTERM) }
    }
  }

  /// Waits for its end, on a thread that may wait. Whatever the caller sends meanwhile, or that they hang up, asks it to end.
  func wait(askingIf channel: ControlChannel) -> End {
    var isHeard = true
    while true {
      var watched = [
        pollfd(fd: sign.numbers[0], events: Int16(POLLIN), revents: 0),
        // One that has hung up would be ready for ever.
        pollfd(fd: isHeard ? channel.descriptor : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&watched, 2, -1) > 0 else { continue }
      if watched[0].revents != 0 { return end() }
      isHeard = channel.dropMore()
      ask()
    }
  }

  private func end() -> End {
    var status: Int32 = 0
    return hasEnded.withLock { hasEnded in
      while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
      hasEnded = true
      let signal = status & 0x7f
      return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
  }
}
