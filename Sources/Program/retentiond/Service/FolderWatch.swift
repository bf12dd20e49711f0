internal import Dispatch
internal import Glibc

/// Tells when files of a folder are written, made or renamed, also by another process. A file system that tells nothing, as one of another machine, is looked at by
/// whoever asks now and then.
final class FolderWatch {
  private let source: any DispatchSourceRead

  /// - Parameter names: the files; others in the folder, as stores may be, say nothing.
  /// - Returns: nil where the folder cannot be watched.
  init?(_ folder: String, files names: Set<String>, _ changed: @escaping @Sendable () -> Void) {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    let events = UInt32(IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM)
    guard unsafe inotify_add_watch(descriptor, folder, events) >= 0 else {
      close(descriptor)
      return nil
    }
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
    source.setEventHandler {
      if !Self.files(in: Self.read(descriptor)).isDisjoint(with: names) { changed() }
    }
    source.setCancelHandler { close(descriptor) }
    source.activate()
  }

  deinit { source.cancel() }

  /// What the kernel has to tell; it is asked until that is all.
  private static func read(_ descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return all }
      all += buffer[..<count]
    }
  }

  /// The length of an event without its name, and where the name's length stands in it.
  private static let header = 16
  private static let lengthPlace = 12

  private static func files(in events: [UInt8]) -> Set<String> {
    var files: Set<String> = []
    var rest = events[...]
    while rest.count >= header {
      let start = rest.startIndex
      let length = (0..<4).reduce(0) { $0 | Int(rest[start + lengthPlace + $1]) << (8 * $1) }
      guard rest.count >= header + length else { break }
      let name = rest[(start + header)..<(start + header + length)].prefix { $0 != 0 }
      files.insert(String(decoding: name, as: UTF8.self))
      rest = rest.dropFirst(header + length)
    }
    return files
  }
}
