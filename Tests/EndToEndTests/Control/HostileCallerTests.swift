import Foundation
import JSONText
import Testing
import Words

@testable import AuditJournal
@testable import retentiond

/// Whoever sends nothing, too much, too slowly or nonsense to the control socket gets an answer or none, and the service goes on.
@Suite struct HostileCallerTests {
  private static func send(_ bytes: [UInt8], to channel: ControlChannel) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(channel.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  private static func expectAnswer(_ it: ControlledSmall, _ name: String) throws {
    let channel = try it.channel()
    channel.send(ControlledSmall.request("status"))
    let answer = try ControlledSmall.answer(channel)
    #expect(answer.last?["end"]?.integerValue == 0, "after \(name): \(answer)")
    #expect(it.service.exitCode == nil, "after \(name)")
  }

  @Test("Every beginning of a request, and every request with one byte changed, is refused or answered")
  func truncated() throws {
    let it = try ControlledSmall()
    let whole = ControlledSmall.command(["health"]).canonical
    for length in 0..<whole.count {
      let channel = try it.channel()
      Self.send(Array(whole[..<length]), to: channel)
      _ = shutdown(channel.descriptor, Int32(SHUT_WR))
      // The end of a request that never came is no request.
      #expect(try ControlledSmall.answer(channel).isEmpty)
    }
    for place in whole.indices {
      var changed = whole
      changed[place] ^= 0x20
      let channel = try it.channel()
      Self.send(changed + [10], to: channel)
      #expect(try ControlledSmall.answer(channel).last?["end"]?.integerValue ?? 0 != 0, "\(place)")
    }
    try Self.expectAnswer(it, "truncations")
  }

  private static let garbage: [(String, [UInt8])] = [
    ("an empty line", [10]), ("NUL", [0, 10]), ("no JSON", Array("hello\n".utf8)),
    ("HTTP", Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)),
    ("invalid UTF-8", Array("{\"verb\":\"".utf8) + [0xFF, 0xFE] + Array("\"}\n".utf8)),
    ("a list", Array("[]\n".utf8)), ("a number as verb", Array("{\"verb\":1}\n".utf8)),
    ("no verb", Array("{\"x\":1}\n".utf8)), ("another verb", Array("{\"verb\":\"format\"}\n".utf8)),
    ("a member too many", Array("{\"verb\":\"status\",\"x\":1}\n".utf8)),
    ("a member twice", Array("{\"verb\":\"status\",\"verb\":\"reload\"}\n".utf8)),
    ("deep", Array((String(repeating: "[", count: 30_000) + "\n").utf8)),
    ("a long line", [UInt8](repeating: 0x20, count: 1 << 20) + [10]),
    ("a long line without its end", [UInt8](repeating: 0x61, count: 200_000)),
    ("a command without streams", ControlledSmall.command(["health"]).canonical + [10]),
    ("no words", ControlledSmall.command([]).canonical + [10]),
    ("an option as command", ControlledSmall.command(["--help"]).canonical + [10]),
    ("a NUL in an argument", Array(#"{"verb":"command","arguments":["plan","a\u0000b"]}"#.utf8) + [10]),
    (
      "many arguments", ControlledSmall.command(["plan"] + Array(repeating: "x", count: 300)).canonical + [10]
    ),
    ("an introduction without a connection", Array("{\"verb\":\"introduce\",\"uid\":0}\n".utf8)),
    ("an introduction of nobody", Array("{\"verb\":\"introduce\",\"uid\":-1}\n".utf8)),
  ]

  @Test("Garbage is refused with a sentence, and the service goes on")
  func nonsense() throws {
    let it = try ControlledSmall()
    for (name, bytes) in Self.garbage {
      let channel = try it.channel()
      Self.send(bytes, to: channel)
      let answer = try? ControlledSmall.answer(channel)
      // Whoever sent more than was read may have lost the answer.
      if bytes.count < 65_536 {
        #expect(answer?.last?["end"]?.integerValue ?? 0 != 0, "\(name): \(String(describing: answer))")
      }
      try Self.expectAnswer(it, name)
    }
  }

  @Test("Those who send nothing, or a byte at a time, keep no others out, and are dropped after some seconds")
  func halfOpen() throws {
    let it = try ControlledSmall()
    let nobody = 65_534
    let silent = try (0..<6).map { _ in try it.introduced(nobody) }
    let slow = try it.introduced(nobody)
    let began = ContinuousClock.now
    for byte in ControlledSmall.request("status").canonical.prefix(8) {
      Self.send([byte], to: slow)
      usleep(100_000)
    }
    try Self.expectAnswer(it, "half-open connections")
    for channel in silent + [slow] {
      let answer = try ControlledSmall.answer(channel)
      #expect(answer.last?["end"]?.integerValue == 64, "\(answer)")
    }
    #expect(ContinuousClock.now - began < .seconds(20))
  }

  @Test(
    "Two hundred connections of one account at once: some are answered, the others refused, root always gets through"
  )
  func crowd() throws {
    let it = try ControlledSmall()
    var channels: [ControlChannel] = []
    for _ in 0..<200 {
      // Each introduction is a connection of its own, too.
      if let channel = try? it.introduced(65_534) { channels.append(channel) }
    }
    try Self.expectAnswer(it, "two hundred connections")
    let reload = try it.call(["reload"])
    #expect(reload.exitCode == 0, "\(reload.errors)")
    var refused = 0
    for channel in channels {
      let answer = try? ControlledSmall.answer(channel)
      if answer?.contains(where: { $0["warn"]?.stringValue?.contains("at once") ?? false }) ?? true {
        refused += 1
      }
    }
    #expect(refused > 100 && refused < 200, "\(refused)")
    try Self.expectAnswer(it, "all of them are gone")
  }

  @Test("Descriptors that nobody asked for are closed, and more than three are an error")
  func descriptors() throws {
    let it = try ControlledSmall()
    let pipe = Pipe()
    let writing = pipe.fileHandleForWriting.fileDescriptor
    for count in 1...3 {
      let channel = try it.channel()
      channel.send(ControlledSmall.request("status"), descriptors: Array(repeating: writing, count: count))
      #expect(try ControlledSmall.answer(channel).last?["end"]?.integerValue == 0)
    }
    let channel = try it.channel()
    for _ in 0..<3 {
      // A message is a line; this one is not the last of its request.
      channel.send(.null, descriptors: [writing, writing])
    }
    #expect(try ControlledSmall.answer(channel).last?["end"]?.integerValue == 64)
    try pipe.fileHandleForWriting.close()
    // All writers are gone once the service has closed its own.
    #expect(pipe.fileHandleForReading.readDataToEndOfFile().isEmpty)
  }

  @Test("Only root and the service's account introduce others, and an introduced account stands in the entry")
  func introduction() throws {
    let it = try ControlledSmall()
    let asNobody = try it.introduced(65_534)
    let devNull = unsafe open("/dev/null", O_RDWR)
    defer { close(devNull) }
    asNobody.send(
      ControlledSmall.command(["hold", "add", "--record-set", "t", "--reference", "r", "--reason", "r"]),
      descriptors: [devNull, devNull, devNull])
    #expect(try ControlledSmall.answer(asNobody).last?["end"]?.integerValue == 0)
    let data = try #require(try it.entries("hold.placed").last?["data"])
    #expect(data["caller"]?["uid"]?.integerValue == 65_534)
    #expect(data["by"]?.stringValue == data["caller"]?["account"]?.stringValue)
    // Who was introduced introduces nobody.
    let other = try it.introduced(65_534)
    other.send(.object(["verb": .string("introduce"), "uid": .integer(0)]), descriptors: [devNull])
    #expect(try ControlledSmall.answer(other).last?["end"]?.integerValue ?? 0 != 0)
    if geteuid() == 0 {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: it.small.folder.path)
      let program = try Program(["reload"] + it.small.files, environment: it.shell, as: "nobody")
      #expect(
        program.exitCode == 77 && program.errors.contains("does not let this account in"), "\(program.errors)"
      )
    }
  }

  @Test("A file that a dead service left is replaced, another service's socket is not")
  func stale() throws {
    let it = try ControlledSmall()
    #expect(throws: ControlError.self) { try ControlListener(at: it.socket) }
    try Self.expectAnswer(it, "a second listener")
    let path = it.runtime + "/stale"
    do {
      let left = try ControlListener(at: path)
      withExtendedLifetime(left) {}
    }
    #expect(FileManager.default.fileExists(atPath: path))
    _ = try ControlListener(at: path)
    let file = it.runtime + "/file"
    try Data("x".utf8).write(to: URL(filePath: file))
    #expect(throws: ControlError.self) { try ControlListener(at: file) }
    #expect(FileManager.default.fileExists(atPath: file))
  }
}
