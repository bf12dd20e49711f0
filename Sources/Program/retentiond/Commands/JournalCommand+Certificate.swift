internal import ArgumentParser
internal import AuditJournal
internal import Certificates
internal import Words

extension JournalCommand {
  struct MakeCertificate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "certificate",
      abstract: "Writes a certificate of destruction for a run: one HTML page, to be printed or sent.",
      discussion: """
        What was done under which rules, by whose approval, the signed checkpoint, and how to verify it with openssl. It names no \
        person. Exit code 66 if there is no such run.
        """)

    @OptionGroup var files: ConfigurationOptions

    @Argument(
      help: ArgumentHelp(
        "The run's name as `journal show` has it; the last run if it is not said.", valueName: "run"))
    var runName: String?

    @Option(
      help: "The language of the page, fr or en. A title that is not in it is shown in its first language.")
    var language = CertificateLanguage.english

    @Option(help: ArgumentHelp("A file to write to, instead of standard output.", valueName: "file"))
    var output: String?

    func run() throws {
      try Failure.reporting {
        let session = Session(configuration: try files.load())
        let journal = try session.readingJournal()
        // A certificate is handed to others, who see no warning.
        try session.requireOneHistory(of: journal)
        guard let name = try runName.map(RunName.init) ?? journal.lastRun(),
          let certificate = try Certificate(run: name, in: journal)
        else {
          Terminal.standardError.line(
            "retentiond: the journal has no run \(runName ?? "yet"): see `retentiond journal show`")
          throw ExitStatus.notFound.code
        }
        let html = certificate.html(in: language)
        if let output {
          try FileAccess.write(Array(html.utf8), to: output)
        } else {
          Terminal.standardOutput.data(html)
        }
      }
    }
  }
}

extension CertificateLanguage: ExpressibleByArgument {}
