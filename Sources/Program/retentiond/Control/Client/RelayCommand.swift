internal import ArgumentParser
internal import CLinux
internal import Glibc
internal import JSONText
internal import Words

/// The program of `retentiond-control.service`: hands callers on to the service, with the account that the kernel says they have.
struct RelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract: "Hands callers of the control socket on to the service. systemd starts it by itself.",
    shouldDisplay: false)

  @Argument(help: "The service's own socket.")
  var service: String

  /// The first descriptor that systemd hands over (sd_listen_fds(3)).
  private static let listener: Int32 = 3
  /// Without a caller for so long it ends; systemd starts it again.
  private static let idleMilliseconds: Int32 = 60_000

  func run() throws {
    try Failure.reporting {
      guard unsafe getenv("LISTEN_FDS").map({ unsafe String(cString: $0) }) == "1" else {
        throw ControlError.refused(
          "this is for systemd, which hands it a socket: start retentiond-control.socket", .usage)
      }
      while true {
        var watched = pollfd(fd: Self.listener, events: Int16(POLLIN), revents: 0)
        let count = unsafe poll(&watched, 1, Self.idleMilliseconds)
        if count == 0 { return }
        guard count > 0 else { continue }
        let connection = accept(Self.listener, nil, nil)
        guard connection >= 0 else {
          // One who left again is no error; out of descriptors others end first.
          if errno != ECONNABORTED && errno != EINTR { usleep(100_000) }
          continue
        }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        handOn(ControlChannel(connection))
      }
    }
  }

  private func handOn(_ caller: ControlChannel) {
    caller.neverWait()
    var peer = socket_peer()
    guard unsafe peer_of_socket(caller.descriptor, &peer) == 0 else { return }
    let talk = ControlTalk(caller: Caller(uid: peer.uid), channel: caller)
    do {
      guard let channel = try ControlChannel.connected(to: service) else {
        throw ControlError.noService(places: [service], cause: FileError.words(for: errno))
      }
      let isSent = channel.send(
        .object(["verb": .string(Introduction.verb), "uid": .integer(Int(peer.uid))]),
        descriptors: [caller.descriptor])
      if !isSent { throw ControlError.gone }
      // Whoever comes next waits until the service knows this one: many at once are never many there.
      _ = try channel.line(limit: ControlChannel.requestLimit, within: ControlService.patience)
    } catch {
      talk.refuse(error)
    }
  }
}
