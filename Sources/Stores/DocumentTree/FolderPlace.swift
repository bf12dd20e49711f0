package import Files
internal import Glibc

/// Where a folder lies, whatever its path is called: two paths lead to one folder through links, or because a file system is mounted twice.
package struct FolderPlace: Hashable, Sendable {
  /// What the kernel calls the file system.
  private let device: String
  /// In the file system, from its own root.
  private let names: [[UInt8]]

  init(device: String, path: FilePath) {
    self.device = device
    names = path.names.map(Array.init)
  }

  /// The folders that lead from this one to another that lies in it; an empty path for the same, nil for one that is not in it.
  package func way(to other: FolderPlace) -> FilePath? {
    guard device == other.device, other.names.starts(with: names) else { return nil }
    return other.names.dropFirst(names.count).reduce(FilePath("")) { $0.appending(FilePath($1)) }
  }

  /// Tells if one of the two lies in the other, or they are one.
  package func overlaps(_ other: FolderPlace) -> Bool { way(to: other) != nil || other.way(to: self) != nil }
}

extension DocumentRoot {
  /// Where the open folder lies.
  package func place() throws(DocumentError) -> FolderPlace {
    guard let path = Self.link("/proc/self/fd/\(descriptor)"),
      let mount = Self.lines("/proc/self/fdinfo/\(descriptor)").lazy.compactMap({ line in
        line.starts(with: Array("mnt_id:".utf8)) ? FilePath(line.dropFirst(7).drop { $0 <= 0x20 }).text : nil
      }).first
    else { throw .system("/proc does not say where \(self.path) is mounted") }
    for line in Self.lines("/proc/self/mountinfo") {
      let fields = line.split(separator: 0x20)
      guard fields.count > 4, fields[0].elementsEqual(mount.utf8), let device = FilePath(fields[2]).text
      else { continue }
      let inner = path.normal(below: FilePath(Self.unescaped(fields[4])))
      guard !inner.isAbsolute else { break }
      return FolderPlace(device: device, path: FilePath(Self.unescaped(fields[3])).appending(inner))
    }
    throw .system("/proc does not say where \(self.path) is mounted")
  }

  /// Where a symbolic link leads.
  private static func link(_ path: String) -> FilePath? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &bytes, bytes.count)
    return count < 0 ? nil : FilePath(bytes.prefix(count).map(UInt8.init(bitPattern:)))
  }

  private static func lines(_ path: String) -> [ArraySlice<UInt8>] {
    // The kernel's own files have no size.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return ((try? RegularFile.rest(of: file, limit: 16 << 20)) ?? []).split(separator: 0x0A)
  }

  /// A path as mountinfo has it: blanks and the like stand in three octal digits.
  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var path: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
        path.append(digits.reduce(0) { $0 &* 8 &+ ($1 - 0x30) })
        rest = rest.dropFirst(3)
      } else {
        path.append(byte)
      }
    }
    return path
  }
}
