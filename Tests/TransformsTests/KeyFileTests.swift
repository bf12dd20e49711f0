import Foundation
import Testing

@testable import Transforms

@Suite struct KeyFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ bytes: [UInt8], mode: Int = 0o600, name: String = "key") throws -> KeySource {
    let path = folder.appending(path: name).path
    try Data(bytes).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return .file(path)
  }

  private func bytes(of key: SecretKey) -> [UInt8] { key.bytes }

  @Test(
    "32 bytes and 64 hexadecimal digits are the same key, from a file that only its owner reads",
    arguments: [0o600, 0o400])
  func forms(mode: Int) throws {
    let raw = [UInt8](1...32)
    let hexadecimal = raw.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
    #expect(bytes(of: try KeyFile.load(write(raw, mode: mode), credentialsDirectory: nil)) == raw)
    #expect(
      bytes(
        of: try KeyFile.load(
          write(Array(hexadecimal.utf8), mode: mode, name: "text"), credentialsDirectory: nil))
        == raw)
  }

  @Test(
    "A key that others can read or write is refused, with what to do",
    arguments: [0o640, 0o604, 0o660, 0o777, 0o620])
  func permissions(mode: Int) throws {
    let source = try write([UInt8](1...32), mode: mode)
    #expect { try KeyFile.load(source, credentialsDirectory: nil) } throws: {
      "\($0)".contains("chmod") && "\($0)".contains(folder.path)
    }
  }

  @Test(
    "A key of another length is refused, and its bytes are not told", arguments: [0, 1, 31, 33, 63, 66, 80])
  func length(count: Int) throws {
    let source = try write([UInt8](repeating: 0x41, count: count))
    #expect { try KeyFile.load(source, credentialsDirectory: nil) } throws: { !"\($0)".contains("AAAA") }
  }

  @Test("A key whose bytes are all one is refused, in either form, and is taken where it must still be found")
  func weak() throws {
    for byte: UInt8 in [0, 1, 0x41, 0x7F, 0xFF] {
      let hexadecimal = String(byte, radix: 16)
      let text = String(repeating: hexadecimal.count == 1 ? "0" + hexadecimal : hexadecimal, count: 32)
      for bytes in [[UInt8](repeating: byte, count: 32), Array((text + "\n").utf8)] {
        let source = try write(bytes)
        #expect(throws: KeyError.weak(source)) { try KeyFile.load(source, credentialsDirectory: nil) }
        #expect(
          try KeyFile.load(source, credentialsDirectory: nil, allowsWeak: true).bytes
            == [UInt8](repeating: byte, count: 32))
      }
    }
    var nearly = [UInt8](repeating: 0, count: 32)
    nearly[31] = 1
    _ = try KeyFile.load(write(nearly), credentialsDirectory: nil)
  }

  @Test("A link, a folder and nothing at all are no key")
  func kinds() throws {
    let source = try write([UInt8](1...32))
    guard case .file(let path) = source else { return }
    let link = folder.appending(path: "link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for other in [link, folder.path, folder.appending(path: "nothing").path] {
      #expect(throws: KeyError.self) { try KeyFile.load(.file(other), credentialsDirectory: nil) }
    }
  }

  @Test("A credential comes from systemd's folder, by a name that leads nowhere else")
  func credentials() throws {
    _ = try write([UInt8](1...32), mode: 0o440, name: "signing")
    #expect(
      bytes(of: try KeyFile.load(.credential("signing"), credentialsDirectory: folder.path)) == Array(1...32))
    for name in ["../signing", "", ".", "..", "a/signing", "other"] {
      #expect(throws: KeyError.self) {
        try KeyFile.load(.credential(name), credentialsDirectory: folder.path)
      }
    }
    #expect(throws: KeyError.self) { try KeyFile.load(.credential("signing"), credentialsDirectory: nil) }
  }

  @Test("A made key is random, its owner's alone, and never made over another")
  func generate() throws {
    let paths = ["one", "two"].map { folder.appending(path: $0).path }
    for path in paths { try KeyFile.generate(at: path) }
    let keys = try paths.map { bytes(of: try KeyFile.load(.file($0), credentialsDirectory: nil)) }
    #expect(keys[0] != keys[1] && keys[0].count == 32)
    #expect(
      try FileManager.default.attributesOfItem(atPath: paths[0])[.posixPermissions] as? Int == 0o600)
    #expect(throws: KeyError.exists(path: paths[0])) { try KeyFile.generate(at: paths[0]) }
    #expect(bytes(of: try KeyFile.load(.file(paths[0]), credentialsDirectory: nil)) == keys[0])
  }
}
