import Foundation
import Testing

/// The house is as docs/architecture.md draws it, and stays one that a newcomer finds the way in.
@Suite struct HouseTests {
  private let house: House

  init() throws { house = try House() }

  /// Modules of the toolchain, which no target declares.
  private static let toolchain: Set = [
    "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing",
  ]

  @Test("A source file imports rooms of its own floor and of those below it, and none above")
  func arrows() throws {
    let floorOfRoom = try house.floorOfRoom
    #expect(house.sources.count > 400)
    for file in house.sources {
      let own = try #require(House.floors.firstIndex(of: file.floor), "\(file.path) is on no floor")
      for name in file.imports.sorted() {
        guard let other = floorOfRoom[name] else { continue }
        #expect(other <= own, "\(file.path) imports \(name), which is on a floor above it")
      }
    }
  }

  @Test("Every import is declared in Package.swift for the file's own target")
  func declared() throws {
    let declared = house.declared
    for file in house.sources + house.tests where !file.path.hasPrefix("Sources/C/") {
      let uses = try #require(
        declared[file.room], "Package.swift has no target of the folder of \(file.path)")
      let undeclared = file.imports.subtracting(uses).subtracting(Self.toolchain)
      #expect(
        undeclared.isEmpty, "\(file.path) imports what its target does not declare: \(undeclared.sorted())")
    }
  }

  @Test("A target uses what Package.swift declares for it")
  func used() throws {
    for (target, uses) in house.declared.sorted(by: { $0.key < $1.key }) {
      let files = (house.sources + house.tests).filter { $0.room == target }
      guard !files.isEmpty else { continue }
      let idle = uses.subtracting(files.reduce(into: []) { $0.formUnion($1.imports) })
        .filter { !Self.isNamedOnly($0) }
      #expect(idle.isEmpty, "\(target) declares what none of its files imports: \(idle.sorted())")
    }
  }

  /// Words in a list of dependencies that name no module: packages, traits and programs that tests start.
  private static func isNamedOnly(_ name: String) -> Bool {
    name.hasPrefix("swift-") || ["retentiond", "SampleInsurer"].contains(name)
  }

  @Test("Nothing is public: between targets the access is package")
  func access() {
    let word =
      #/(?m)^[^\/\n"]*\bpublic (?:import|let|var|func|struct|enum|class|actor|init|static|extension|protocol|typealias|subscript|final|mutating|indirect)\b/#
    for file in house.sources { #expect(!file.text.contains(word), "\(file.path) has something public") }
  }

  @Test("No file has more than 400 lines, and no folder more than 35 files")
  func sizes() {
    for file in house.sources + house.tests {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(lines <= 400, "\(file.path) has \(lines) lines")
    }
    for (folder, files) in Dictionary(grouping: house.sources + house.tests, by: \.folder) {
      #expect(files.count <= 35, "\(folder) has \(files.count) files: make folders by subject")
    }
  }

  /// The most lines of a function, without its first and its last.
  private static let longestFunction = 50

  @Test("No function has more than 50 lines")
  func lengths() {
    var count = 0
    for file in house.sources {
      let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (start, line) in lines.enumerated()
      where line.contains(#/^ *(?:[@\w()]+ )*(?:func \S|init[?(<])/#) {
        let margin = line.prefix { $0 == " " }
        // A requirement of a protocol has no body.
        let isOther = { (line: Substring) in
          line.hasPrefix(margin) && line.dropFirst(margin.count).first?.isLetter == true
        }
        let header = lines[start...].dropFirst().prefix { !isOther($0) && !$0.isEmpty }
        guard let opening = line.hasSuffix("{") ? start : header.firstIndex(where: { $0.hasSuffix("{") }),
          let end = lines[opening...].dropFirst().firstIndex(where: { $0.hasPrefix(margin + "}") })
        else { continue }
        count += 1
        #expect(
          end - opening - 1 <= Self.longestFunction,
          "\(file.path):\(start + 1) has a function of \(end - opening - 1) lines: give its parts names")
      }
    }
    #expect(count > 2_000)
  }

  @Test("A file has the name of a type in it, or of one that it extends and what it adds: Type+What")
  func names() {
    let strangers = house.sources.filter { !$0.types.contains($0.subject) }.map(\.path)
    #expect(strangers.isEmpty, "no type of that name in \(strangers.joined(separator: ", "))")
  }

  @Test(
    "Each decision that a comment or a document names is one of docs/decisions, and some dozens are named in the code"
  )
  func decisions() throws {
    let notes = try House.documents.filter { $0.path.hasPrefix("docs/decisions/") }
    let known = Set(notes.flatMap { $0.text.matches(of: #/(?m)^## (\d+)\. /#).compactMap { Int($0.1) } })
    #expect(known.count > 150)
    var named: Set<Int> = []
    for file in try house.sources + house.tests + House.documents {
      for match in file.text.matches(of: #/\bdecisions? (\d{1,3}(?:(?:, | and )\d{1,3})*)(?![-\d])/#) {
        let numbers = Set(match.1.split { !$0.isNumber }.compactMap { Int($0) })
        #expect(
          numbers.isSubset(of: known), "\(file.path) names decision \(numbers.subtracting(known).sorted())")
        if file.path.hasPrefix("Sources/") { named.formUnion(numbers) }
      }
    }
    #expect(named.count > 40)
  }

  @Test("Package.swift itself refuses an arrow that goes up")
  func manifest() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "house-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let guarding = try #require(house.manifest.range(of: "// An arrow that goes up"))
    for (arrow, isRefused) in [("Purging", true), ("Files", false)] {
      var changed = house.manifest
      changed.insert(
        contentsOf: "package.targets.first { $0.name == \"Words\" }!.dependencies.append(\"\(arrow)\")\n",
        at: guarding.lowerBound)
      try Data(changed.utf8).write(to: folder.appending(path: "Package.swift"))
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["swift", "package", "--package-path", folder.path, "dump-package"]
      let pipe = Pipe()
      process.standardOutput = FileHandle.nullDevice
      process.standardError = pipe
      try process.run()
      let errors = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      #expect((process.terminationStatus != 0) == isRefused, "Words uses \(arrow): \(errors)")
      #expect(errors.contains("Words uses Purging, which is on a floor above it") == isRefused, "\(errors)")
    }
  }
}
