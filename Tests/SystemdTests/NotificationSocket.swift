import Foundation
import Glibc

/// A service manager's end of `$NOTIFY_SOCKET`, for a test that is a process of its own.
final class NotificationSocket {
  private let descriptor: Int32
  private let path: String

  /// Listens at a new path and sets `$NOTIFY_SOCKET` to it.
  init() throws {
    path = NSTemporaryDirectory() + "notify-\(UUID().uuidString)"
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let bound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    unsafe setenv("NOTIFY_SOCKET", path, 1)
  }

  /// The lines of the next message, or nil if there is none.
  func receive() -> [String]? {
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
    }
    guard count >= 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self).components(separatedBy: "\n")
  }

  deinit {
    close(descriptor)
    unsafe unlink(path)
  }
}
