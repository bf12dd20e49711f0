import OutsideOracles

extension FileMistake {
  private static let digest = String(repeating: "0a", count: 32)

  /// - Parameter triggers: the entries of a store whose record sets include one in the table `person`.
  private static func mistake(
    _ description: String, _ triggers: String, at path: String, cause: String, remedy: String,
    isSchemaMatter: Bool = false
  ) -> FileMistake {
    FileMistake(
      description: description,
      change: (
        #""path": "/srv/rights.sqlite""#, #""path": "/srv/rights.sqlite", "triggers": [\#(triggers)]"#
      ),
      path: "$.stores.rights.triggers" + path, cause: cause, remedy: remedy, isSchemaMatter: isSchemaMatter)
  }

  private static func entry(
    table: String = "person", sha256: String = digest, writes: String = "[]"
  ) -> String {
    #"{"table": "\#(table)", "name": "t", "sha256": "\#(sha256)", "writes": \#(writes)}"#
  }

  /// What is wrong with reviewed triggers.
  static let ofTriggers: [FileMistake] = [
    mistake("no trigger", "", at: "", cause: "an empty list", remedy: "check", isSchemaMatter: true),
    mistake(
      "a trigger without what it writes", #"{"table": "person", "name": "t", "sha256": "\#(digest)"}"#,
      at: "[0]",
      cause: "writes", remedy: "add", isSchemaMatter: true),
    mistake(
      "a digest that is too short", entry(sha256: "0a"), at: "[0].sha256", cause: "no SHA-256",
      remedy: "64 digits", isSchemaMatter: true),
    mistake(
      "a digest in capitals", entry(sha256: digest.uppercased()), at: "[0].sha256", cause: "no SHA-256",
      remedy: "64 digits", isSchemaMatter: true),
    mistake(
      "a trigger twice", entry() + ", " + entry(writes: #"["person"]"#), at: "[1]", cause: "stands twice",
      remedy: "remove one"),
    mistake(
      "a written table twice", entry(writes: #"["person", "person"]"#), at: "[0].writes[1]",
      cause: "stands twice", remedy: "remove one", isSchemaMatter: true),
    mistake(
      "a trigger of a table that nobody binds", entry(table: "nothing"), at: "[0].table",
      cause: "no record set and no dependent", remedy: "correct the name"),
    mistake(
      "a trigger that writes what nobody binds", entry(writes: #"["nothing"]"#), at: "[0].writes[0]",
      cause: "writes to nothing", remedy: "add a record set"),
    FileMistake(
      description: "triggers of documents",
      change: (
        #""path": "/srv/letters"}"#, #""path": "/srv/letters", "triggers": [\#(entry())]}"#
      ),
      path: "$.stores.letters.triggers", cause: "no use for", remedy: "remove it", isSchemaMatter: true),
  ]
}
