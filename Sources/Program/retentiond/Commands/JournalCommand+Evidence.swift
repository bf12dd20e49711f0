internal import ArgumentParser
internal import AuditJournal
internal import Glibc
internal import JournalDirectory
internal import TransparencyLog

/// What an inspector asks of the journal: proofs, and a copy to take away.
extension JournalCommand {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export",
      abstract: "Extends the folder that auditors copy: tiles, entries, row evidence, checkpoints.",
      discussion:
        "Each run does it by itself; nothing in the folder is personal data, and nothing in it is secret.")

    @OptionGroup var files: ConfigurationOptions

    @Option(
      help: ArgumentHelp("Another folder than stores.json names.", valueName: "folder"),
      completion: .directory)
    var to: String?

    func run() throws {
      try Failure.reporting {
        let sizes = try Session(configuration: try files.load()).exportJournal(to: to)
        Terminal.standardOutput.line("\(sizes.after) entries, \(sizes.after - sizes.before) of them new.")
      }
    }
  }

  struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prove", abstract: "Prints the proof that an entry is in the journal (C2SP tlog-proof).",
      discussion: "The entry's own bytes, which the proof is about, go to a file with --entry.")

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The entry's index, as `journal show` has it.")
    var index: Int

    @Option(
      help: ArgumentHelp("From an exported folder instead of the journal.", valueName: "folder"),
      completion: .directory)
    var directory: String?

    @Option(help: ArgumentHelp("A file to write the entry's bytes to.", valueName: "file"))
    var entry: String?

    func run() throws {
      try Failure.reporting {
        if let directory {
          let folder = try JournalDirectory(directory)
          return try write(folder.proof(of: index), of: folder.entry(at: index))
        }
        let session = Session(configuration: try files.load())
        try session.tellingThisHistory(.inspect) {
          let journal = try session.inspectedJournal()
          try write(journal.proof(of: index), of: journal.entry(at: index).bytes)
        }
      }
    }

    private func write(_ proof: LogProof, of bytes: [UInt8]) throws {
      if let entry { try FileAccess.write(bytes, to: entry) }
      Terminal.standardOutput.data(proof.text)
    }
  }

  struct Consistency: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "consistency",
      abstract: "Prints the proof that the journal of an earlier size is the beginning of a later one.",
      discussion: """
        The form is the one that C2SP tlog-witness asks for: the earlier size, the hashes, the later checkpoint. Both sizes are those of \
        signed checkpoints; without NEW it is the last.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The earlier size, from a checkpoint that you have.")
    var old: Int

    @Argument(help: "The later size.")
    var new: Int?

    @Option(
      help: ArgumentHelp("From an exported folder instead of the journal.", valueName: "folder"),
      completion: .directory)
    var directory: String?

    func validate() throws {
      guard directory == nil || new == nil else {
        throw ValidationError("an exported folder proves its own checkpoint only: leave NEW out")
      }
    }

    func run() throws {
      try Failure.reporting {
        if let directory {
          let folder = try JournalDirectory(directory)
          let proof = try ConsistencyProof(from: old, to: folder.checkpoint.size, nodes: folder.node)
          return Terminal.standardOutput.data(GrowthProof(consistency: proof, note: folder.note).text)
        }
        let session = Session(configuration: try files.load())
        try session.tellingThisHistory(.inspect) {
          Terminal.standardOutput.data(try session.inspectedJournal().growth(from: old, to: new).text)
        }
      }
    }
  }
}
