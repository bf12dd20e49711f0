internal import ArgumentParser
internal import Purging
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Words

struct CheckCommand: ParsableCommand {
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

  func run() throws {
    try Failure.reporting {
      let configuration = try files.loadStrictly()
      let session = Session(configuration: configuration)
      var context = try session.readingContext()
      context.onlyReads = readingOnly
      let findings = try Checker(context).check(at: SystemClock.now())
      let restored = try Ledgers(context).restored(at: SystemClock.now())
      let out = Terminal.standardOutput
      out.line(
        "rules: \(configuration.schedule.domains.reduce(0) { $0 + $1.rules.count }) in \(configuration.schedule.domains.count) domains"
      )
      out.line(
        "record sets: \(configuration.bindings.recordSets.count) in \(configuration.bindings.stores.count) stores"
      )
      for (domain, versions) in configuration.bindings.keys.pseudonyms.sorted(by: { $0.key < $1.key }) {
        let names = versions.sorted { $0.version < $1.version }.map { key in
          "version \(key.version)\(key.second == nil ? "" : " (two keys)")"
        }
        out.line("pseudonym keys of \(domain): \(names.joined(separator: ", "))")
      }
      for isStopping in [true, false] {
        RefusalLines.lines(
          findings.filter { $0.isRefusal && $0.stopsTheRun == isStopping }.map {
            ($0.recordSet, $0.sentence)
          },
          isStopping: isStopping
        ).forEach(out.line)
      }
      for finding in findings where !finding.isRefusal {
        out.line("warning \(finding.recordSet): \(finding.sentence)")
      }
      for (store, sentence) in RightsReview(context).excess() {
        out.line("remark store \(store): \(sentence)")
      }
      try context.work.check()
      for store in restored { out.line("warning \(store)") }
      let review = configuration.review(at: SystemClock.now())
      for finding in review { out.line("\(finding.isRemark ? "remark" : "warning") \(finding)") }
      if !session.hasJournal {
        out.line(
          "remark there is no journal yet at \(configuration.bindings.journal.path): no run begins without it, and no hold is known; `retentiond journal create` makes it"
        )
      }
      let keys = session.keyProblems().map { "\($0)" } + session.journalProblems()
      for problem in keys { out.line("warning \(problem)") }
      let clock = try session.clockFinding()
      if let clock { out.line("warning a run would doubt the clock: \(clock)") }
      let history = try session.historyFinding()
      if let history { out.line("REFUSED \(history)") }
      if let journal = try session.readingJournalIfMade() {
        for witness in try session.witnessesBeforeRotation(of: journal) {
          out.line("warning \(try session.rotationLine(for: witness))")
        }
      }
      let holds = try session.holdWarningsIfMade()
      for warning in holds { out.line("\(warning.isRefusal ? "REFUSED" : "warning") \(warning)") }
      let surveys = data ? try SurveyView.survey(session, out: out) : []
      let refused = Set(findings.filter(\.isRefusal).map(\.recordSet)).union(surveys).count
      out.line(
        history != nil || holds.contains(where: \.isRefusal)
          ? "A run would not begin."
          : findings.contains(where: \.stopsTheRun)
            ? "A run would stop before its first row."
            : refused > 0
              ? "A run would refuse \(refused) record set(s)."
              : readingOnly
                ? "Nothing but this account's rights keeps a run from any record set; those were not looked at."
                : session.hasJournal
                  ? "A run would accept every record set."
                  : "A run would accept every record set, once there is a journal."
      )
      if refused > 0 || !holds.isEmpty || !keys.isEmpty || clock != nil || history != nil
        || review.contains(where: { !$0.isRemark })
        || findings.contains(where: { $0.weight != .remark })
      {
        throw ExitStatus.findings.code
      }
    }
  }
}
