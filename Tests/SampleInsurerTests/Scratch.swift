import Foundation

/// A directory for one test, removed after it.
enum Scratch {
  static func withDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "sample-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    // What is left behind is in the system's directory for temporary files.
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
  }

  static func files(in directory: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
  }

  static func contents(of directory: URL) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for file in try files(in: directory) { contents[file.lastPathComponent] = try Data(contentsOf: file) }
    return contents
  }
}
