internal import ArgumentParser
internal import Files
internal import Purging
internal import RecordStores
internal import Systemd
internal import Words

struct FilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "files",
    abstract: "Files of purged rows that are left, and files that no row names.",
    discussion: """
      A row's file goes at the end of the run that purged the row. One that is not there, was changed, or cannot be removed is left: its path is kept in \
      the journal, sealed, each run looks for it again and is incomplete until it is gone or somebody gives it up.
      """, subcommands: [List.self, Settle.self, Orphans.self])

  /// Paths name people.
  struct PathOption: ParsableArguments {
    @Flag(help: "Show the paths, on a terminal alone: they are personal data.")
    var paths = false

    func check() throws {
      guard paths, !Terminal.standardOutput.isTerminal else { return }
      throw ValidationError(
        "paths of files are personal data, and standard output is no terminal: leave --paths out, or run it on a terminal"
      )
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the batches whose files are left, how many, why, and what to do.",
      discussion: "Ends with 2 if there are such files.")

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var shown: PathOption

    @OptionGroup var output: OutputOptions

    func run() throws {
      try Failure.reporting {
        try shown.check()
        let session = Session(configuration: try files.load())
        try session.tellingThisHistory {
          let left = try FileKeeping(session.readingContext(journal: session.readingJournal())).leftFiles()
          output.write(FilesView.printout(of: left, showsPaths: shown.paths))
          if !left.isEmpty { throw ExitStatus.findings.code }
        }
      }
    }
  }

  struct Settle: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Gives up the files of batches that are left: no run looks for them again.",
      discussion: """
        Look first: what is still there, remove by hand. What you say here goes into the journal with your name, and the paths that were kept are dropped.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "Batches, as `retentiond files list` names them.")
    var batches: [BatchName]

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        // All or none: with a name that is mistyped nothing is given up.
        try session.checkPendingFiles(of: batches)
        for batch in batches {
          let count = try session.settleFiles(of: batch, reason: statement.reason, by: statement.author)
          Terminal.standardOutput.line("\(batch): \(count) files are given up.")
        }
      }
    }
  }

  struct Orphans: StoppableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Counts the files below a record set's folders that no row of any record set names.",
      discussion: """
        Each row that names files is read, and each folder. Ends with 2 if there are such files. Nothing is listed, and it ends with 69, if a store whose \
        rows may name them cannot be asked or is another one than the journal knows, and if a folder of files cannot be read, or is empty although rows \
        name files in it.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The record set, as stores.json names it.")
    var name: RecordSetName

    @OptionGroup var shown: PathOption

    @OptionGroup var output: OutputOptions

    func run() throws {
      try Failure.reporting {
        try shown.check()
        let session = Session(configuration: try files.load())
        try session.tellingThisHistory { try count(session) }
      }
    }

    private func count(_ session: Session) throws {
      var paths: [String] = []
      let found = try session.orphans(
        of: name,
        list: shown.paths
          ? { root, path in
            let path = FilesView.path(path, below: root)
            // There may be a million: people read each as it is found.
            if output.form == .table { Terminal.standardOutput.line(path) } else { paths.append(path) }
          } : nil)
      output.write(FilesView.printout(ofOrphans: found, paths: shown.paths ? paths : nil))
      if found.contains(where: { $0.count != 0 }) { throw ExitStatus.findings.code }
    }
  }
}
