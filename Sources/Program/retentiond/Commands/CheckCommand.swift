internal import ArgumentParser

struct CheckCommand: StoppableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks both files, and every record set against its store's schema.",
    discussion: """
      Changes nothing. Exit code 2 if a run would refuse a record set, if so many of its rows cannot be judged that somebody \
      should look (see warnAt in stores.json), if a key of the journal is missing or unsafe, if a run would doubt the clock, if a hold needs a look, or if the files say something that never comes or that nothing serves; remarks, and warnings about indexes, give 0. With --data every record set is surveyed: each table is \
      read whole, and what its dates and words are is shown. The journal keeps the counts, without a date or a word.
      """)

  @OptionGroup var files: ConfigurationOptions

  @Flag(help: "Survey the record sets, too: read each table whole, and show its dates and words.")
  var data = false

  @Flag(help: ArgumentHelp(ReadingOnly.help))
  var readingOnly = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Failure.reporting {
      let session = Session(configuration: try files.loadStrictly())
      try output.write { sheet in
        let check = CheckView(session: session, readingOnly: readingOnly, surveys: data)
        try check.tell(in: &sheet)
      }
    }
  }
}
