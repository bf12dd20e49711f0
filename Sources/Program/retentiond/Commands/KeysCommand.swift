internal import ArgumentParser
internal import Transforms

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Makes key files; shows, changes and destroys what the journal says of keys.",
    subcommands: [
      Generate.self, Show.self, Accept.self, Destroy.self, RotateEvidence.self, DestroyEvidence.self,
    ])

  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a new 32-byte key file that only its owner can read.",
      discussion:
        "An existing file is never replaced. Back the evidence key up: without it nobody can find a record's evidence. "
        + "Where a pseudonym key has a second one, let somebody else make and keep that: whoever has both can redo pseudonyms."
    )

    @Argument(help: "The files to make.", completion: .file())
    var paths: [String]

    func run() throws {
      try Failure.reporting {
        for path in paths { try KeyFile.generate(at: path) }
      }
    }
  }
}
