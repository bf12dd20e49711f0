import Foundation
import Glibc
import Testing

@testable import Systemd

@Suite("The way to the system journal")
struct JournalTests {
  @Test(
    "A field name that the journal would drop is refused",
    arguments: [
      "", "lower", "_TRUSTED", "1ST", "WITH-DASH", "ÉTAT", "A=B", String(repeating: "A", count: 65),
    ])
  func badNames(name: String) {
    #expect(throws: JournalSendError.invalidField(name: name)) {
      try JournalSender.send(fields: [(name: name, value: "x")])
    }
  }

  @Test("Capitals, digits and underscores make a field name", arguments: ["A", "MESSAGE_ID", "X9", "A_"])
  func goodNames(name: String) {
    #expect(JournalSender.isValid(fieldName: name))
  }

  @Test("A descriptor is connected to the journal only if it is the very file that $JOURNAL_STREAM names")
  func journalStream() throws {
    let path = NSTemporaryDirectory() + "stream-\(UUID().uuidString)"
    let descriptor = unsafe open(path, O_CREAT | O_RDWR, 0o600)
    defer {
      close(descriptor)
      unsafe unlink(path)
    }
    // stat(1) is the oracle: device and inode in decimal, as systemd writes them.
    let stat = Process()
    stat.executableURL = URL(fileURLWithPath: "/usr/bin/stat")
    stat.arguments = ["--format=%d:%i", path]
    let pipe = Pipe()
    stat.standardOutput = pipe
    try stat.run()
    let output = try #require(try pipe.fileHandleForReading.readToEnd())
    let stream = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)

    func isConnected(_ text: String?) -> Bool {
      ServiceEnvironment.isConnectedToJournal(descriptor: descriptor, journalStream: text)
    }
    #expect(isConnected(stream))
    #expect(!isConnected(nil))
    for other in [
      "1:" + stream, stream + "0", "0" + ":" + (stream.split(separator: ":").last ?? ""), "x:y", ":",
    ] {
      #expect(!isConnected(other), "\(other)")
    }
    #expect(!ServiceEnvironment.isConnectedToJournal(descriptor: -1, journalStream: stream))
  }

  @Test("The credentials' folder is the one that systemd gives")
  func credentials() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("CREDENTIALS_DIRECTORY", "/run/credentials/retentiond.service", 1)
      #expect(ServiceEnvironment.credentialsDirectory == "/run/credentials/retentiond.service")
      unsafe unsetenv("CREDENTIALS_DIRECTORY")
      #expect(ServiceEnvironment.credentialsDirectory == nil)
    }
  }
}
