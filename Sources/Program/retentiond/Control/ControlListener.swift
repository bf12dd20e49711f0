internal import CLinux
internal import Glibc
internal import Words

/// The service's control socket: a file in the folder that systemd made for it.
final class ControlListener: Sendable {
  let path: String
  private let descriptor: Int32

  /// A connection, and who made it.
  struct Arrival: Sendable {
    let channel: ControlChannel
    let caller: Caller
    let place: ControlCrowd.Place
  }

  /// The socket's name in the service's folder.
  static let fileName = "control"

  /// Listens. What a service left that is gone is replaced; another one's socket is not.
  init(at path: String) throws(ControlError) {
    self.path = path
    if try ControlChannel.connected(to: path) != nil {
      throw .refused("another service listens at \(path) already: stop it", .cannotCreate)
    }
    var status = stat()
    // Anything but a socket is somebody's file.
    if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { unsafe unlink(path) }
    descriptor = unsafe socket_at_path(path, 1)
    guard descriptor >= 0 else {
      throw .refused("\(path): \(FileError.words(for: errno))", .cannotCreate)
    }
    // The folder is the service's own, so that nobody came in between.
    unsafe chmod(path, 0o600)
  }

  deinit {
    close(descriptor)
  }

  /// Stops listening. Who is connected stays so.
  func end() {
    unsafe unlink(path)
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// The connections, until the end. They are taken on by a thread that does nothing else.
  func arrivals(in crowd: ControlCrowd) -> AsyncStream<Arrival> {
    AsyncStream { continuation in
      let code = OwnThread.start { [self] in
        while let channel = accepted() {
          if let arrival = Self.arrival(channel, in: crowd) { continuation.yield(arrival) }
        }
        continuation.finish()
      }
      if code != 0 { continuation.finish() }
    }
  }

  private static func arrival(_ channel: ControlChannel, in crowd: ControlCrowd) -> Arrival? {
    channel.neverWait()
    var peer = socket_peer()
    guard unsafe peer_of_socket(channel.descriptor, &peer) == 0 else { return nil }
    let caller = Caller(uid: peer.uid)
    guard let place = crowd.enter(caller) else {
      ControlTalk(caller: caller, channel: channel).refuse(tooMany)
      return nil
    }
    return Arrival(channel: channel, caller: caller, place: place)
  }

  static let tooMany = ControlError.refused(
    "the service answers as many requests as it may at once: try again when the others are through", .tryAgain
  )

  /// Waits for a connection; nil at the end.
  private func accepted() -> ControlChannel? {
    while true {
      let connection = accept(descriptor, nil, nil)
      if connection >= 0 {
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        return ControlChannel(connection)
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      // Out of descriptors or memory: others give theirs back.
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(100_000)
      default: return nil
      }
    }
  }
}
