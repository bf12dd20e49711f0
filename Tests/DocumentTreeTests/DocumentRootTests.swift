import DocumentTree
import Files
import Foundation
import Testing

/// Files below a folder, and nothing outside of it.
@Suite struct DocumentRootTests {
  /// A folder with some files, beside one that nobody may touch.
  final class Folder {
    let path: String

    init() throws {
      path = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)").path
      try make("root/a/1.pdf")
      try make("root/a/b/2.pdf")
      try make("root/3.pdf")
      try make("outside/secret.pdf")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func make(_ name: String) throws {
      let file = URL(filePath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("content".utf8).write(to: file)
    }

    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    func remove(_ paths: [String]) throws -> [String: DocumentError] {
      var errors: [String: DocumentError] = [:]
      try DocumentRoot(path + "/root").remove(paths.map { FilePath($0) }) { path, error in
        errors[path.text ?? ""] = error
      }
      return errors
    }
  }

  @Test(
    "Files go by their path below the folder, in whatever way it is written; those that are not there are told apart"
  )
  func removed() throws {
    let folder = try Folder()
    #expect(try folder.remove(["a/1.pdf", "a//b/2.pdf", folder.path + "/root/3.pdf"]).isEmpty)
    #expect(
      !folder.exists("root/a/1.pdf") && !folder.exists("root/a/b/2.pdf") && !folder.exists("root/3.pdf"))
    #expect(try folder.remove(["a/1.pdf"]) == ["a/1.pdf": .missing])
    #expect(try folder.remove(["none/1.pdf", "a/b/2.pdf/x"]).values.allSatisfy { $0 == .missing })
  }

  @Test("Nothing leads out: no .., no link, no path of another folder, no empty path; and no folder goes")
  func confined() throws {
    let folder = try Folder()
    try folder.link("root/way", to: "../outside")
    try folder.link("root/a/way", to: folder.path + "/outside")
    try folder.link("root/secret.pdf", to: "../outside/secret.pdf")
    let expected: [String: DocumentError] = [
      "../outside/secret.pdf": .outside, "a/../../outside/secret.pdf": .outside,
      folder.path + "/outside/secret.pdf": .outside, folder.path + "/root/../outside/secret.pdf": .outside,
      "way/secret.pdf": .link, "a/way/secret.pdf": .link, "secret.pdf": .link, "": .noPath, "/": .noPath,
      "./": .noPath,
      "a": .notAFile,
      "a/b/": .notAFile, "nul\u{0}l": .noPath,
    ]
    let found = try folder.remove(Array(expected.keys))
    #expect(found == expected)
    #expect(folder.exists("outside/secret.pdf") && folder.exists("root/a/b/2.pdf"))
  }

  /// A folder that is mounted on another one; nil where the tests' account may not do that.
  private func mount(_ source: String, on target: String) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["mount", "--bind", source, target]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test(
    "Two folders overlap if one lies in the other, whatever their paths are: through links, and mounted once more"
  )
  func places() throws {
    let folder = try Folder()
    try folder.link("way", to: ".")
    try folder.make("mounted here/x")
    func place(_ name: String) throws -> FolderPlace { try DocumentRoot(folder.path + "/" + name).place() }
    let root = try place("root")
    #expect(try root.way(to: place("root/a/b")) == "a/b" && root.way(to: place("way/root/a")) == "a")
    #expect(try root.way(to: place("way/root")) == "")
    #expect(try place("root/a").overlaps(root) && !place("outside").overlaps(root))
    #expect(try !place("root/a").overlaps(place("root/a/b/../../../outside")))
    #expect(try place("").way(to: place("root/a")) == "root/a")
    guard mount(folder.path + "/root/a", on: folder.path + "/mounted here") else { return }
    defer { unsafe umount2(folder.path + "/mounted here", 2) }
    #expect(try root.way(to: place("mounted here/b")) == "a/b", "mounted once more")
    #expect(try place("mounted here").overlaps(root))
  }

  @Test("A root that is a link or is not there is refused, and an empty one says that it is")
  func roots() throws {
    let folder = try Folder()
    try folder.link("elsewhere", to: "outside")
    #expect(throws: DocumentError.self) { try DocumentRoot(folder.path + "/elsewhere") }
    #expect(throws: DocumentError.self) { try DocumentRoot(folder.path + "/nowhere") }
    try FileManager.default.createDirectory(atPath: folder.path + "/empty", withIntermediateDirectories: true)
    #expect(try DocumentRoot(folder.path + "/empty").isEmpty)
    #expect(try !DocumentRoot(folder.path + "/root").isEmpty)
  }
}
