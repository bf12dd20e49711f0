internal import Anchors
internal import ArgumentParser
internal import AuditJournal
internal import CivilTime
internal import Systemd
internal import TransparencyLog

/// Checkpoints that others have seen.
extension JournalCommand {
  struct MakeAnchor: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "anchor", abstract: "Hands the last checkpoint to the anchors of stores.json, now.",
      discussion: """
        Each run and the service do it by themselves. An anchor (the system journal, a time stamp authority, a witness) keeps what it \
        has seen: a journal that is cut shorter than that, or written anew, is found by whoever asks it. Exit code 69 if an anchor gave no receipt, 2 if one \
        has seen another journal, 74 if the program itself kept another history of it.
        """)

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var output: OutputOptions

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        try session.refuseOtherKeys()
        guard session.anchorSettings != nil else {
          throw ValidationError(
            "stores.json names no anchor: add journal.anchors, as docs/stores-file.md describes")
        }
        try session.requireOneHistory(of: session.readingJournal())
        let outcomes = try session.anchorJournal()
        output.write(AnchorView.printout(of: outcomes))
        var status: ExitStatus?
        for case (let anchor, .failed(let error)) in outcomes {
          Terminal.standardError.line("retentiond: \(anchor): \(error)")
          if case .diverged = error { status = .findings } else { status = status ?? .storeUnavailable }
        }
        if let status { throw status.code }
      }
    }
  }

  struct WriteReceipt: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "receipt", abstract: "Writes an anchor's last receipt, for programs of others to verify.",
      discussion: """
        The folder gets `checkpoint`, the signed note; and beside it `checkpoint.tsr` of a time stamp authority, for `openssl ts -verify`, or \
        `checkpoint.cosigned`, the note with the witness's signature. Exit code 66 if the anchor has given no receipt.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The anchor's name in stores.json.")
    var anchor: String

    @Option(
      help: ArgumentHelp("A folder to write to; it is made.", valueName: "folder"), completion: .directory)
    var to: String

    func run() throws {
      try Failure.reporting {
        let journal = try Session(configuration: try files.load()).readingJournal()
        let out = Terminal.standardOutput
        guard let last = try journal.lastReceipt(of: anchor),
          let note = try journal.note(ofSize: last.receipt.size)
        else {
          Terminal.standardError.line(
            "retentiond: the anchor \(anchor) has given no receipt: see `retentiond status`")
          throw ExitStatus.notFound.code
        }
        try FileAccess.write(Array(note.utf8), to: to + "/checkpoint")
        out.line("\(to)/checkpoint: \(last.receipt.size) entries, receipt of \(last.time.iso8601)")
        switch last.receipt.kind {
        case .journald:
          out.line(
            "In the system journal: journalctl RETENTION_ANCHOR=\(anchor) RETENTION_SIZE=\(last.receipt.size)"
          )
        case .timeStamp:
          try FileAccess.write(last.receipt.receipt, to: to + "/checkpoint.tsr")
          out.line(
            "Verify it: openssl ts -verify -data \(to)/checkpoint -in \(to)/checkpoint.tsr -CAfile AUTHORITIES"
          )
        case .witness:
          try FileAccess.write(Array(note.utf8) + last.receipt.receipt, to: to + "/checkpoint.cosigned")
          out.line("\(to)/checkpoint.cosigned: with the signature of \(last.receipt.key ?? "")")
        }
      }
    }
  }
}
