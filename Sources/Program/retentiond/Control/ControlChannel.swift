internal import CLinux
internal import Glibc
internal import JSONText
internal import Synchronization
internal import Words

/// One end of a connection to the control socket. Messages are JSON objects, each on a line; descriptors come with a request.
final class ControlChannel: Sendable {
  /// The largest request, in bytes, and the largest answer.
  static let requestLimit = 64 << 10
  static let answerLimit = 4 << 20

  let descriptor: Int32

  private struct Received {
    /// What came behind the last line.
    var bytes: [UInt8] = []
    var descriptors: [Int32] = []
    var hasEnded = false
  }

  private let received = Mutex(Received())

  /// - Parameter descriptor: of a connected socket, which is closed with the channel.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Connects to the socket at a path; nil if nobody listens there.
  static func connected(to path: String) throws(ControlError) -> ControlChannel? {
    let descriptor = unsafe socket_at_path(path, 0)
    if descriptor >= 0 { return ControlChannel(descriptor) }
    if errno == EACCES || errno == EPERM { throw .notAllowed(place: path) }
    return nil
  }

  deinit {
    close(descriptor)
    received.withLock { for descriptor in $0.descriptors { close(descriptor) } }
  }

  // MARK: Sending

  /// Sends a message, which the other end has room for or does not get: nobody waits for a slow reader.
  ///
  /// - Parameter patience: how long a reader may take for one that is larger than what the kernel keeps, on a thread that may wait.
  /// - Returns: false if it was not taken whole; then nothing more is sent.
  @discardableResult
  func send(_ message: JSONValue, descriptors: [Int32] = [], within patience: Duration? = nil) -> Bool {
    let bytes = message.canonical + [UInt8(ascii: "\n")]
    let deadline = patience.map { ContinuousClock.now + $0 }
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes { rest in
        unsafe send_message(
          descriptor, rest.baseAddress, rest.count, sent == 0 ? descriptors : [],
          sent == 0 ? Int32(descriptors.count) : 0)
      }
      if count > 0 { sent += count }
      guard sent < bytes.count else { break }
      guard let deadline, count > 0 || errno == EAGAIN, waitForRoom(until: deadline) else {
        hangUp()
        return false
      }
    }
    return true
  }

  private func waitForRoom(until deadline: ContinuousClock.Instant) -> Bool {
    let left = deadline - .now
    guard left > .zero else { return false }
    var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&watched, 1, Int32(left / .milliseconds(1)) + 1) > 0
  }

  /// Ends the connection for both sides; whoever waits for a message is told.
  func hangUp() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Has nothing that is sent wait for a slow reader.
  func neverWait() { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }

  // MARK: Receiving

  /// Waits for a line, on a thread that may wait.
  ///
  /// - Parameter patience: how long all of the line may take; nil for as long as it does.
  /// - Returns: nil if the other end has ended.
  func line(limit: Int, within patience: Duration? = nil) throws(ControlError) -> [UInt8]? {
    let deadline = patience.map { ContinuousClock.now + $0 }
    while true {
      if let line = received.withLock({ Self.takeLine(of: &$0) }) {
        guard line.count <= limit else { throw .noRequest(cause: Self.tooLong(limit)) }
        return line
      }
      let state = received.withLock { ($0.bytes.count, $0.hasEnded) }
      guard state.0 <= limit else { throw .noRequest(cause: Self.tooLong(limit)) }
      if state.1 { return nil }
      try waitForMore(until: deadline)
    }
  }

  private static func tooLong(_ limit: Int) -> String { "a line of it has more than \(limit >> 10) KiB" }

  private static func takeLine(of received: inout Received) -> [UInt8]? {
    guard let end = received.bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let line = Array(received.bytes[..<end])
    received.bytes.removeFirst(end + 1)
    return line
  }

  private func waitForMore(until deadline: ContinuousClock.Instant?) throws(ControlError) {
    var wait: Int32 = -1
    if let deadline {
      let left = deadline - .now
      guard left > .zero else { throw .noRequest(cause: "it did not come to its end in time") }
      wait = Int32(left / .milliseconds(1)) + 1
    }
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if unsafe poll(&watched, 1, wait) > 0 { try receive() }
  }

  /// Takes what is there, without waiting.
  private func receive() throws(ControlError) {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    var descriptors = [Int32](repeating: -1, count: most_descriptors)
    var count: Int32 = 0
    let size = unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe receive_message(descriptor, bytes.baseAddress, bytes.count, &descriptors, &count)
    }
    let error = errno
    guard count <= Int32(most_descriptors) else {
      throw .noRequest(cause: "it brings more descriptors than three")
    }
    let own = descriptors.prefix(Int(count))
    let isTooMuch = received.withLock { received in
      received.descriptors += own
      if size > 0 { received.bytes += bytes[..<size] }
      if size == 0 || size < 0 && error != EAGAIN && error != EINTR { received.hasEnded = true }
      return received.descriptors.count > most_descriptors
    }
    if isTooMuch { throw .noRequest(cause: "it brings more descriptors than three") }
  }

  /// Takes the descriptors that came so far. They are the taker's to close.
  func takeDescriptors() -> [Int32] {
    received.withLock { received in
      defer { received.descriptors = [] }
      return received.descriptors
    }
  }

  /// Tells if the other end has sent something behind its last line, or has ended. It waits for neither.
  func hasMore() -> Bool {
    if received.withLock({ !$0.bytes.isEmpty || $0.hasEnded }) { return true }
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&watched, 1, 0) > 0
  }

  /// Takes what the other end has sent and forgets it.
  ///
  /// - Returns: false if it has ended.
  func dropMore() -> Bool {
    // What is wrong with bytes that nobody reads is nobody's matter.
    try? receive()
    return received.withLock { received in
      received.bytes = []
      return !received.hasEnded
    }
  }
}
