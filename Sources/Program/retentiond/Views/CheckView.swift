internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import RetentionPolicy
internal import StoreBindings
internal import Words

/// What a run would refuse, and what somebody should look at.
struct CheckView {
  let session: Session
  let readingOnly: Bool
  /// Whether every record set is surveyed, too.
  let surveys: Bool

  private var configuration: Configuration { session.configuration }

  /// How much a finding weighs, as `weight` of the JSON has it.
  private enum Weight: String {
    case stops, refused, warning, remark
  }

  private func add(
    _ weight: Weight, about: String? = nil, _ sentence: String, to sheet: inout FactSheet, line: String?
  ) {
    sheet.append(
      to: "findings",
      ["weight": .string(weight.rawValue), "about": JSONValue(about), "sentence": .string(sentence)], line)
  }

  /// - Throws: the exit code for findings if there are some that somebody should look at.
  func tell(in sheet: inout FactSheet) throws {
    var context = try session.readingContext()
    context.onlyReads = readingOnly
    let findings = try Checker(context).check(at: SystemClock.now())
    let restored = try Ledgers(context).restored(at: SystemClock.now())
    sheet.rows = ("findings", ["weight", "about", "sentence"])
    tellFiles(in: &sheet)
    sheet.tell("findings", .array([]))
    tellRecordSets(findings, in: &sheet)
    for (store, sentence) in RightsReview(context).excess() + RightsReview(context).unseen() {
      add(.remark, about: "store \(store)", sentence, to: &sheet, line: "remark store \(store): \(sentence)")
    }
    try context.work.check()
    for store in restored { add(.warning, "\(store)", to: &sheet, line: "warning \(store)") }
    let review =
      try configuration.review(at: SystemClock.now())
      + configuration.loosened(since: session.readingJournalIfMade()?.lastApproval())
    for finding in review {
      let weight = finding.isRemark ? Weight.remark : .warning
      add(weight, "\(finding)", to: &sheet, line: "\(weight.rawValue) \(finding)")
    }
    let doubts = try tellJournal(in: &sheet)
    let surveyed = try surveys ? tellSurveys(in: &sheet) : []
    let refused = Set(findings.filter(\.isRefusal).map(\.recordSet)).union(surveyed).count
    sheet.tell("refused", .integer(refused))
    let summary = summary(findings, refused: refused, beginsNot: doubts.beginsNot)
    sheet.tell("summary", .string(summary), summary)
    if refused > 0 || doubts.areAny || review.contains(where: { !$0.isRemark })
      || findings.contains(where: { $0.weight != .remark })
    {
      throw ExitStatus.findings.code
    }
  }

  private func tellFiles(in sheet: inout FactSheet) {
    let rules = configuration.schedule.domains.reduce(0) { $0 + $1.rules.count }
    let domains = configuration.schedule.domains.count
    sheet.tell("rules", .integer(rules), "rules: \(rules) in \(domains) domains")
    sheet.tell("domains", .integer(domains))
    let (sets, stores) = (configuration.bindings.recordSets.count, configuration.bindings.stores.count)
    sheet.tell("recordSets", .integer(sets), "record sets: \(sets) in \(stores) stores")
    sheet.tell("stores", .integer(stores))
    sheet.tell("pseudonymKeys", .array([]))
    for (domain, versions) in configuration.bindings.keys.pseudonyms.sorted(by: { $0.key < $1.key }) {
      let versions = versions.sorted { $0.version < $1.version }
      for key in versions {
        sheet.append(
          to: "pseudonymKeys",
          [
            "domain": .string(domain.rawValue), "version": .integer(key.version),
            "holders": .integer(key.second == nil ? 1 : 2),
          ])
      }
      let names = versions.map { "version \($0.version)\($0.second == nil ? "" : " (two keys)")" }
      sheet.say("pseudonym keys of \(domain): \(names.joined(separator: ", "))")
    }
  }

  private func tellRecordSets(_ findings: [CheckFinding], in sheet: inout FactSheet) {
    for isStopping in [true, false] {
      let own = findings.filter { $0.isRefusal && $0.stopsTheRun == isStopping }
      for finding in own {
        add(
          isStopping ? .stops : .refused, about: finding.recordSet.rawValue, finding.sentence, to: &sheet,
          line: nil)
      }
      for line in RefusalLines.lines(own.map { ($0.recordSet, $0.sentence) }, isStopping: isStopping) {
        sheet.say(line)
      }
    }
    for finding in findings where !finding.isRefusal {
      let weight = finding.weight == .remark ? Weight.remark : .warning
      add(
        weight, about: finding.recordSet.rawValue, finding.sentence, to: &sheet,
        line: "\(weight.rawValue) \(finding.recordSet): \(finding.sentence)")
    }
  }

  /// Tells of the journal, the keys, the clock and the holds.
  ///
  /// - Returns: whether somebody should look, and whether no run would begin.
  private func tellJournal(in sheet: inout FactSheet) throws -> (areAny: Bool, beginsNot: Bool) {
    func warn(_ sentence: String, _ sheet: inout FactSheet) {
      add(.warning, sentence, to: &sheet, line: "warning \(sentence)")
    }
    if !session.hasJournal {
      let sentence =
        "there is no journal yet at \(configuration.bindings.journal.path): no run begins without it, and no hold is known; `retentiond journal create` makes it"
      add(.remark, sentence, to: &sheet, line: "remark \(sentence)")
    }
    let keys = session.keyProblems().map { "\($0)" } + session.journalProblems()
    for problem in keys { warn(problem, &sheet) }
    let clock = try session.clockFinding()
    if let clock { warn("a run would doubt the clock: \(clock)", &sheet) }
    let history = try session.historyFinding()
    if let history { add(.refused, history, to: &sheet, line: "REFUSED \(history)") }
    if let journal = try session.readingJournalIfMade() {
      for witness in try session.witnessesBeforeRotation(of: journal) {
        warn(try session.rotationLine(for: witness), &sheet)
      }
    }
    let holds = try session.holdWarningsIfMade()
    for warning in holds {
      add(
        warning.isRefusal ? .refused : .warning, "\(warning)", to: &sheet,
        line: "\(warning.isRefusal ? "REFUSED" : "warning") \(warning)")
    }
    let areAny = !keys.isEmpty || clock != nil || history != nil || !holds.isEmpty
    return (areAny, history != nil || holds.contains(where: \.isRefusal))
  }

  /// - Returns: the record sets that a run would refuse because of what their tables hold.
  private func tellSurveys(in sheet: inout FactSheet) throws -> Set<RecordSetName> {
    sheet.tell("surveys", .array([]))
    var lines: [String] = []
    let (refused, surveys) = try SurveyView.survey(session) { lines += $0 }
    for line in lines { sheet.say(line) }
    for survey in surveys {
      let record = survey.record
      sheet.append(
        to: "surveys", ["recordSet": .string(record.recordSet.rawValue), "counts": record.counts.jsonValue])
      for finding in survey.findings {
        add(
          finding.isRefusal ? .refused : .warning, about: record.recordSet.rawValue, "\(finding)", to: &sheet,
          line: nil)
      }
    }
    return refused
  }

  private func summary(_ findings: [CheckFinding], refused: Int, beginsNot: Bool) -> String {
    if beginsNot { return "A run would not begin." }
    if findings.contains(where: \.stopsTheRun) { return "A run would stop before its first row." }
    if refused > 0 { return "A run would refuse \(refused) record set(s)." }
    if readingOnly {
      return "Nothing but this account's rights keeps a run from any record set; those were not looked at."
    }
    return session.hasJournal
      ? "A run would accept every record set."
      : "A run would accept every record set, once there is a journal."
  }
}
