import Foundation

/// The kinds of log events as they stand in the code: an event's name and its MESSAGE_ID are written side by side.
enum EventKinds {
  static func inCode() throws -> [(name: String, messageID: String)] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Program/Systemd/Events")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).flatMap { file in
      try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        .matches(of: /"([a-z-]+)", id: "([0-9a-f]{32})"/).map { (String($0.1), String($0.2)) }
    }
  }
}
