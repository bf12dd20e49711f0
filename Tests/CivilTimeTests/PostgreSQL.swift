import Foundation

/// PostgreSQL on a throw-away cluster, without a server: its single-user mode runs the statements and ends,
/// so that no port, socket or process is left behind.
enum PostgreSQL {
  /// Runs a query of whole numbers, one a row, and gives them.
  static func numbers(_ query: String) throws -> [Int] {
    let programs = try folderOfPrograms()
    let folder = FileManager.default.temporaryDirectory.appending(path: "counting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }  // a leftover folder does no harm
    // PostgreSQL does not run as root; the user postgres comes with Debian's package.
    var user: [String] = []
    if geteuid() == 0 {
      _ = try Program.run(["chown", "postgres", folder.path])
      user = ["runuser", "-u", "postgres", "--"]
    }
    let cluster = folder.appending(path: "cluster").path
    let result = folder.appending(path: "numbers")
    _ = try Program.run(
      user + [programs + "/initdb", "--pgdata", cluster, "--username=postgres", "--no-sync", "--no-locale"])
    _ = try Program.run(
      user + [programs + "/postgres", "--single", "-D", cluster, "postgres"],
      input: "COPY (\(query)) TO '\(result.path)'\n")
    let lines = try String(contentsOf: result, encoding: .utf8).utf8.split(separator: UInt8(ascii: "\n"))
    return try lines.map { line in
      guard let number = Int(String(line) ?? "") else {
        throw Program.Failure(description: "PostgreSQL wrote a line that is no number")
      }
      return number
    }
  }

  private static func folderOfPrograms() throws -> String {
    let versions = "/usr/lib/postgresql"
    // Without the folder there is no version, which the guard tells.
    let newest = (try? FileManager.default.contentsOfDirectory(atPath: versions))?
      .compactMap(Int.init).max()
    guard let newest else {
      throw Program.Failure(description: "PostgreSQL is missing: install Debian's package postgresql")
    }
    return "\(versions)/\(newest)/bin"
  }
}
