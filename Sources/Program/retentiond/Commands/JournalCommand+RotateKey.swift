internal import ArgumentParser
internal import StoreBindings

extension JournalCommand {
  struct RotateKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rotate-key", abstract: "Signs with another key from now on, endorsed by the current one.",
      discussion: """
        Make the new key first: `retentiond keys generate FILE`. Afterwards name it under keys.signing of stores.json, and approve the \
        changed file. Auditors need nothing new: the journal verifies from the key that they have.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Option(help: ArgumentHelp("The new key's file.", valueName: "file"), completion: .file())
    var to: String

    @Option(help: "Why.")
    var reason: String

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let verifier = try session.rotateKey(to: to, reason: reason)
        let out = Terminal.standardOutput
        out.line("The journal is signed with a new key:")
        out.line(verifier)
        out.line(
          "Now name it in stores.json: \"signing\": {\"file\": \"\(FileAccess.absolute(to))\"}; then `retentiond approve` the changed file."
        )
        for case .witness(let url, _) in (session.anchorSettings?.anchors ?? []).map(\.kind) {
          out.line("The witness at \(url) refuses the new key until its operator adds this line:")
          out.line(verifier)
        }
      }
    }
  }
}
