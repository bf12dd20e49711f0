internal import ArgumentParser
internal import AuditJournal
internal import JournalDirectory
internal import StoreBindings
internal import TransparencyLog
internal import Words

/// Copies of the journal, and what follows when one is put in its place.
extension JournalCommand {
  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backup",
      abstract: "Copies the journal into a new file, whole, while the service goes on.",
      discussion: """
        The copy knows that it is one: before anything is purged with it somebody must say why it goes on (`journal accept-history`). The keys are not in it, \
        and nothing can be done with it without them: docs/restore.md says what belongs together.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(help: "The file to make.", completion: .file())
    var to: String

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let made = try session.backUpJournal(to: to, by: Account.name)
        let out = Terminal.standardOutput
        out.line("\(to): \(made.size) entries, root \(Hexadecimal.encode(made.root.bytes))")
        if session.bindings.journal.epochEntries != nil {
          out.line(
            "The journal changes its signing key by itself. A copy can go on only with the key that it was signed with last, which is in \(session.location.path).keys until the next change."
          )
        }
      }
    }
  }

  struct AcceptHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "accept-history",
      abstract: "Goes on with a journal of which another history was seen, and says so in it.",
      discussion: """
        For a journal that was restored from a copy, and for one that was lost, so that a new one has to begin. Holds that were placed in what is lost are not \
        known to it: the folder for auditors, if it is whole, tells them, and they are to be placed again before anything is purged. \
        The folder of the other history is kept under another name. A witness that has seen the other history goes on refusing this one: \
        its operator must forget the journal, or it must leave stores.json. Exit code 66 if nobody has seen another history.
        """)

    @OptionGroup var files: ConfigurationOptions

    @OptionGroup var statement: StatementOptions

    func run() throws {
      try Failure.reporting {
        let out = Terminal.standardOutput
        let accepted = try Session(configuration: try files.load()).acceptHistory(
          reason: statement.reason, by: statement.author, telling: Self.tell)
        out.line(
          accepted.isNew
            ? "A new journal was made, whose second entry says so."
            : "The journal goes on behind its \(accepted.entries) entries, and says so.")
        if let folder = accepted.folder { out.line("The folder of the other history is now \(folder).") }
        for witness in accepted.witnesses {
          out.line(
            "The witness \(witness) goes on refusing this journal if it has seen the other history: let its operator forget the journal, or take it out of stores.json."
          )
        }
      }
    }

    /// Tells what is lost, before anything is changed.
    private static func tell(_ accepted: Session.AcceptedHistory) {
      let out = Terminal.standardOutput
      for difference in accepted.differences {
        out.line("\(difference.place) had \(difference.seenSize) entries.")
      }
      if let lost = accepted.lost { return show(lost) }
      let holds = "compare the holds with the files of those who asked for them."
      if accepted.differences.isEmpty {
        out.line("Nobody has a longer history. What followed the copy is not known: \(holds)")
      } else if let unreadable = accepted.unreadable {
        out.line("What is lost cannot be told: \(unreadable). Make the folder readable, or \(holds)")
      } else {
        out.line(
          "What is lost cannot be told: no whole folder of the other history is there. Therefore \(holds)")
      }
    }

    private static func show(_ lost: LostEntries) {
      let out = Terminal.standardOutput
      if !lost.findings.isEmpty {
        out.line(
          "The folder does not verify (\(lost.findings.count) findings, the first: \(lost.findings[0])): what it says may be anybody's."
        )
      }
      out.line(
        "Lost are \(lost.count) entries behind the first \(lost.common), committed batches among them: \(lost.batches); what was said of holds: \(lost.holds.count)."
      )
      for line in lost.holds + lost.others { out.line("  \(line)") }
      if !lost.holds.isEmpty { out.line("Place these holds again, or lift them, before anything is purged.") }
    }
  }
}
