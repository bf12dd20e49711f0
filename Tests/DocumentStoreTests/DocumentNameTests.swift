import DocumentStore
import Files
import Foundation
import Glibc
import RecordStores
import TestNames
import Testing
import Words

/// A document whose name is no UTF-8 is one like any other.
@Suite struct DocumentNameTests {
  private let folder: DocumentFolder
  /// In a folder of such a name, too: Latin 1 for é, and a byte that begins nothing.
  private static let names: [[UInt8]] = [
    Array("0840588123404/20150105_caf".utf8) + [0xE9] + Array(".txt".utf8),
    Array("0840588123404/20150106_".utf8) + [0xFF, 0x41] + Array(".txt".utf8),
    Array("084058812340".utf8) + [0xE9] + Array("/20150107_5.txt".utf8),
  ]

  init() throws {
    folder = try DocumentFolder()
    for name in Self.names {
      let path = Array((folder.path + "/letters/").utf8) + name
      let end = try #require(path.lastIndex(of: UInt8(ascii: "/")))
      _ = unsafe mkdir(Self.called(path[..<end]), 0o700)
      for (file, content) in [(path, "letter"), (path + Array(".json".utf8), "{}")] {
        let descriptor = unsafe Glibc.open(Self.called(file), O_CREAT | O_WRONLY, 0o600)
        let written = unsafe write(descriptor, content, content.utf8.count)
        #expect(written == content.utf8.count)
        close(descriptor)
      }
    }
  }

  private static func called(_ path: some Sequence<UInt8>) -> [CChar] {
    path.map(CChar.init(bitPattern:)) + [0]
  }

  private func exists(_ name: [UInt8], in set: String = "letters") -> Bool {
    unsafe access(Self.called(Array((folder.path + "/" + set + "/").utf8) + name), F_OK) == 0
  }

  private var keys: KeyList {
    var keys = KeyList()
    for name in Self.names { keys.append(key: [ColumnValue(FilePath(name))]) }
    return keys
  }

  @Test("It is found, page by page, and judged", arguments: 1...8)
  func found(page: Int) throws {
    let store = folder.open()
    var all: [FilePath] = []
    var last: [UInt8]?
    repeat {
      let found = try store.keys(of: DocumentFolder.set(), after: last, count: page)
      all += (0..<found.count).compactMap { found.values(at: $0)?.first.flatMap(FilePath.init(of:)) }
      last = found.isEmpty ? nil : Array(found[found.count - 1])
    } while last != nil
    #expect(all == all.sorted() && Set(all).count == 8 && all.count == 8)
    #expect(Set(Self.names.map { FilePath($0) }).isSubset(of: all))
    #expect(try store.tally(DocumentFolder.old(), holds: NoHolds()).count == 6)
    #expect(try store.presentKeys(keys, in: DocumentFolder.set()).count == 3)
  }

  @Test(
    "It is removed with what lies beside it, whatever stage a crash left it in", arguments: [false, true])
  func removed(isBrokenOff: Bool) throws {
    if isBrokenOff { try breakOff() } else { try #require(try begin(folder.open())).commit() }
    // A new one finishes what was committed.
    #expect(try folder.open().rowCount(of: DocumentFolder.set()) == 5)
    for name in Self.names { #expect(!exists(name) && !exists(name + Array(".json".utf8))) }
  }

  private func begin(_ store: DocumentStore) throws -> (any StoreBatch)? {
    var selection = DocumentFolder.old()
    selection.keys = keys
    let batch = try store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds())
    #expect(batch?.keys.count == 3 && batch?.setAside.isEmpty == true)
    return batch
  }

  /// Leaves a batch as a process that dies behind its commit does.
  private func breakOff() throws {
    let batch = try #require(try begin(folder.open()))
    let list = try #require(folder.own.first { $0.hasSuffix(".list") })
    let place = folder.path + "/.retentiond/" + list
    let bytes = try Data(contentsOf: URL(filePath: place))
    batch.rollback()
    try bytes.write(to: URL(filePath: place.replacing(".list", with: ".committed")))
  }

  @Test("It is moved within its store and to another one, under the same bytes")
  func moved() throws {
    let store = folder.open()
    var selection = DocumentFolder.old()
    selection.keys = keys
    let sink = Collected()
    let sent = try #require(
      try store.begin(.archiveElsewhere(sink), on: selection, limit: BatchLimit(), holds: NoHolds()))
    let other = try DocumentFolder()
    let receiver = other.open()
    let target = DocumentFolder.set("received", named: "received")
    let receiving = try receiver.beginReceiving(into: target)
    for row in sink.rows { try receiving.receive(columns: Array(row.keys), values: Array(row.values)) }
    try receiving.commit()
    #expect(try receiver.presentKeys(keys, in: target).count == 3)
    #expect(try receiver.removeCopies(of: sent.keys, from: target) == 3)
    sent.rollback()
    let batch = try #require(
      try store.begin(
        .archive(into: DocumentFolder.set("old", named: "old")), on: selection, limit: BatchLimit(),
        holds: NoHolds()))
    try batch.commit()
    for name in Self.names { #expect(!exists(name) && exists(name, in: "old")) }
  }
}
