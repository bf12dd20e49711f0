import Foundation

/// The package as its folders show it: floors, rooms, files, and what each file imports.
struct House {
  /// The floors from the ground up, as docs/architecture.md has them. They are written here a second time, so that who
  /// changes their order in Package.swift has to mean it.
  static let floors = [
    "C", "Base", "Stores", "Evidence", "Configuration", "Work", "Program", "Sample",
  ]

  struct File {
    /// The path below the package, such as `Sources/Base/Words/Title.swift`.
    let path: String
    let text: String

    /// The folders on the way and the file's name.
    var parts: [Substring] { path.split(separator: "/") }
    var folder: String { parts.dropLast().joined(separator: "/") }
    /// The name without `.swift`.
    var name: String { String(parts[parts.count - 1].dropLast(".swift".count)) }

    /// The type whose name the file should have: `TimeZone` of `TimeZone+System`.
    var subject: String { String(name.prefix { $0 != "+" }) }

    /// The floor and the room of a source file.
    var floor: String { String(parts[1]) }
    var room: String { String(parts[0] == "Sources" ? parts[2] : parts[1]) }

    /// The modules that the file imports, whatever stands before `import` and whatever part of a module it asks for.
    var imports: Set<String> {
      let words =
        #/(?m)^ *(?:@\w+ |package |public |internal |private |fileprivate )*import (?:(?:struct|enum|class|protocol|func|let|var|typealias) )?(\w+)/#
      return Set(text.matches(of: words).map { String($0.1) })
    }

    /// The names of the types that the file declares or extends, with each part of a dotted one. A comment declares none.
    var types: Set<String> {
      let text = text.replacing(#/(?m)\/\/.*$/#, with: "")
      let words = #/\b(?:struct|class|enum|actor|protocol|extension|typealias) \[?((?:\w+\.)*`?\w+`?)/#
      return Set(text.matches(of: words).flatMap { $0.1.split(separator: ".").map(String.init) })
    }
  }

  let sources: [File]
  let tests: [File]
  /// What people read: the pages of docs, and those beside Package.swift.
  static var documents: [File] {
    get throws { try files(below: "docs", ending: ".md") + files(below: ".", ending: ".md", isDeep: false) }
  }
  let manifest: String

  init() throws {
    sources = try Self.files(below: "Sources")
    tests = try Self.files(below: "Tests")
    manifest = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  private static func files(
    below folder: String, ending: String = ".swift", isDeep: Bool = true
  ) throws -> [File] {
    let place = root.appending(path: folder)
    let all = FileManager.default
    let paths =
      isDeep
      ? try all.subpathsOfDirectory(atPath: place.path) : try all.contentsOfDirectory(atPath: place.path)
    return try paths.filter { $0.hasSuffix(ending) }.sorted().map {
      File(path: "\(folder)/\($0)", text: try String(contentsOf: place.appending(path: $0), encoding: .utf8))
    }
  }

  /// The floor of each room, by the folders.
  var floorOfRoom: [String: Int] {
    get throws {
      var found: [String: Int] = [:]
      for (number, floor) in Self.floors.enumerated() {
        let place = Self.root.appending(path: "Sources/\(floor)").path
        for room in try FileManager.default.contentsOfDirectory(atPath: place) { found[room] = number }
      }
      return found
    }
  }

  /// What Package.swift declares that each target uses.
  var declared: [String: Set<String>] {
    let starts = manifest.matches(
      of: #/(?m)^    (?:room|library|\.target|\.testTarget|\.executableTarget)\(\s*(?:name: )?"([\w-]+)"/#)
    var found: [String: Set<String>] = [:]
    for (number, start) in starts.enumerated() {
      let end = number + 1 < starts.count ? starts[number + 1].range.lowerBound : manifest.endIndex
      let body = manifest[start.range.upperBound..<end].split(separator: "\n").filter {
        !$0.drop { $0 == " " }.hasPrefix("//")
      }.joined(separator: "\n").replacing(#/condition: \.when\(traits: \[.*?\]\)/#, with: "")
      guard let list = body.firstMatch(of: #/(?:uses|dependencies): \[/#) else {
        found[String(start.1)] = []
        continue
      }
      var depth = 1
      let inside = body[list.range.upperBound...].prefix {
        depth += $0 == "[" ? 1 : $0 == "]" ? -1 : 0
        return depth > 0
      }
      var names = Set(inside.matches(of: #/"([\w-]+)"/#).map { String($0.1) })
      if inside.contains(#/\bcrypto\b/#) { names.insert("Crypto") }
      if inside.contains(#/\bcryptoExtras\b/#) { names.insert("CryptoExtras") }
      found[String(start.1)] = names
    }
    return found
  }
}
