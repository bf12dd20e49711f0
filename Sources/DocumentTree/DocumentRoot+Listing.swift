internal import Glibc

extension DocumentRoot {
  /// What a folder has: names, without `.` and `..`.
  struct Folder: ~Copyable {
    let descriptor: Int32
    let name: String

    deinit { close(descriptor) }
  }

  func entries(of folder: borrowing Folder) throws(DocumentError) -> [String] {
    // The stream closes what it is given.
    let copy = unsafe openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else { throw .system(Self.lastError) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
