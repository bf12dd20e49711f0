import Foundation
import MariaDB
import TestServers
import Testing

/// Files of this machine, which a MariaDB server can ask its client for.
@Suite struct LocalFileTests {
  @Test(
    "No server is sent a file of this machine, whatever an option file allows",
    arguments: [
      nil, "local-infile=1", "local-infile", "loose-local-infile=ON",
      "local-infile=1\ninit-command=\"LOAD…\"",
      "init-command=\"LOAD…\"",
    ])
  func refused(options: String?) throws {
    let server = try MariaDBServer.shared.get()
    let folder = FileManager.default.temporaryDirectory.appending(path: "local-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let name = "l" + UUID().uuidString.replacing("-", with: "").lowercased().prefix(12)
    let plain = try MariaDBConnection(server.address("mysql"))
    try plain.run("CREATE DATABASE \(name)")
    defer { try? plain.run("DROP DATABASE \(name)") }
    try plain.run("CREATE TABLE \(name).t (line text)")
    let secret = folder.appending(path: "secret").path
    try Data("secret\n".utf8).write(to: URL(filePath: secret))
    let statement = "LOAD DATA LOCAL INFILE '\(secret)' INTO TABLE \(name).t"
    var address = server.address(name)
    if let options {
      address.optionFile = folder.appending(path: "options").path
      address.optionGroup = "client"
      try Data("[client]\n\(options.replacing("LOAD…", with: statement))\n".utf8)
        .write(to: folder.appending(path: "options"))
    }
    // A connection whose first statement failed may be none.
    if let connection = try? MariaDBConnection(address) {
      #expect(throws: MariaDBError.self) { try connection.run(statement) }
      // It is still good for others.
      if !connection.isBroken { try connection.run("DO 1") }
    }
    var count: Int64 = -1
    try plain.query("SELECT count(*) FROM \(name).t") {
      if case .integer(let number) = $0.value(0) { count = number }
    }
    #expect(count == 0)
  }
}
