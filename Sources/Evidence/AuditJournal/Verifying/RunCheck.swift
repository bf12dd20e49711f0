internal import CivilTime
internal import Words

/// Compares the entries of runs with each other: beginnings with approvals and plans, batches with the run that is under way, ends with what was
/// committed (decision 163).
///
/// One run is under way at a time. A crash ends one without an entry, so that the next beginning says nothing of it; but whatever a run that is over
/// does later is found. Memory grows with the stages of one run and the approvals, and not with the runs.
struct RunCheck {
  private struct Run {
    let name: RunName
    let entry: Int
    let configuration: ConfigurationDigest
    let isReconciliation: Bool
    /// The rows that its plan found due; nil where that is not told.
    let due: Int?
    /// The record sets whose first run waits for a word.
    let waiting: Set<RecordSetName>
    var stages: [RecordSetStage: StageSoFar] = [:]
    var openBatches = 0
    /// Tells if it said of due rows that it left them.
    var hasLeftRows = false
  }

  /// What became of one stage's batches.
  private struct StageSoFar {
    let cutoff: String
    var committed = 0
    /// How many of those records were in batches whose outcome was found out later, or said by a person: the run may not have counted them.
    var recovered = 0
  }

  private var run: Run?
  /// The number in the name of the last run that began.
  private var lastNumber = -1
  private var plan: (digest: PlanDigest, due: Int?)?
  /// The last entry that ended a purge.
  private var lastEnd: Int?
  /// Every entry that approved a configuration, by its digest: people approve, so that they are few.
  private var approvals: [ConfigurationDigest: [Int]] = [:]
  /// The record sets whose first run waits for a word, by the approval that it is the first under.
  private var waiting: [Int: Set<RecordSetName>] = [:]
  /// Batches without outcome, by their configuration.
  private var openBatches: [ConfigurationDigest: Int] = [:]

  typealias Find = (String) -> Void

  // MARK: Before a run

  mutating func approve(_ configuration: ConfigurationDigest, at index: Int) {
    approvals[configuration, default: []].append(index)
  }

  mutating func plan(_ digest: PlanDigest, due: Int?, at index: Int, _ find: Find) {
    plan = (digest, due)
    if let due, due < 0 { find("entry \(index) plans for fewer rows than none") }
  }

  mutating func goOn(
    _ recordSets: [RecordSetName], configuration: ConfigurationDigest?, approval: Int?, at index: Int,
    _ find: Find
  ) {
    guard let configuration, let approval else { return }
    if approvals[configuration]?.last != approval {
      find(
        "entry \(index) is a word on first runs under entry \(approval), which is not the last approval of that configuration"
      )
    }
    waiting[approval]?.subtract(recordSets)
  }

  // MARK: A run

  /// - Parameter digest: the plan's; nil where what a restore brought back is purged again.
  mutating func begin(
    _ name: RunName, configuration: ConfigurationDigest, plan digest: PlanDigest?, at index: Int, _ find: Find
  ) {
    if let number = name.beginning, number > lastNumber, number <= index + 1 {
      lastNumber = number
    } else {
      find(
        "entry \(index) begins \(name), which is the name of an earlier run or of none that could begin there"
      )
    }
    let approval = approvals[configuration]?.last
    if approval == nil {
      find(
        "entry \(index) begins \(name) under the configuration \(configuration), which nobody had approved by then"
      )
    }
    if let digest, plan?.digest != digest {
      find("entry \(index) begins \(name) by a plan that is not the one that was made before it")
    }
    run = Run(
      name: name, entry: index, configuration: configuration, isReconciliation: digest == nil,
      due: digest == nil ? nil : plan?.due, waiting: approval.flatMap { waiting[$0] } ?? [])
    plan = nil
  }

  /// Says which run is under way, for a finding.
  private var underWay: String {
    run.map { "\($0.name) is, since entry \($0.entry)" } ?? "none is"
  }

  /// - Returns: whether the batch's run is under way.
  mutating func prepare(_ intent: CheckedIntent, at index: Int, time: Instant, _ find: Find) -> Bool {
    let stage = intent.stage
    openBatches[stage.configuration, default: 0] += 1
    checkCutoff(of: intent, at: index, time: time, find)
    guard let run, run.name == stage.run else {
      find("entry \(index) is a batch of \(stage.run), which is not under way there: \(underWay)")
      return false
    }
    self.run?.openBatches += 1
    if stage.configuration != run.configuration {
      find(
        "batch-\(index) is under another configuration than its \(run.name), which entry \(run.entry) began")
    }
    if intent.isRepeated != run.isReconciliation {
      find(
        run.isReconciliation
          ? "batch-\(index) of \(run.name) purges what no batch before it purged, and the run is there to purge again"
          : "batch-\(index) purges again what a restore brought back, and \(run.name) is no run that does")
    }
    if run.due == 0 { find("batch-\(index) changes rows, and the plan of \(run.name) found none due") }
    if run.waiting.contains(stage.recordSet), !intent.isRepeated {
      find("batch-\(index) changes \(stage.recordSet), whose first run waits for a word")
    }
    let seen = run.stages[stage.ofRecordSet] ?? StageSoFar(cutoff: stage.cutoff)
    if seen.cutoff != stage.cutoff, !run.isReconciliation {
      find(
        "batch-\(index) has another cutoff than the batches of \(run.name) before it (\(stage.ofRecordSet))")
    }
    self.run?.stages[stage.ofRecordSet] = seen
    return true
  }

  /// Rows cannot be due by a day that has not come. What a restore brought back has the cutoff of its first purge, which a wrong clock may have made.
  private func checkCutoff(of intent: CheckedIntent, at index: Int, time: Instant, _ find: Find) {
    guard let cutoff = intent.stage.latestCutoff else {
      return find("batch-\(index) has a cutoff that is neither a day nor an instant")
    }
    // A day begins up to fourteen hours before that of UTC. One more is left for clocks.
    if !intent.isRepeated, !intent.isDoubted, cutoff > time.adding(seconds: 15 * 3_600) {
      find(
        "batch-\(index) has the cutoff \(intent.stage.cutoff), which is after its own day (\(time.iso8601))"
      )
    }
  }

  /// Counts a batch that has its outcome.
  mutating func close(_ batch: OpenBatch, isCommitted: Bool, isRecovered: Bool) {
    let stage = batch.stage
    if let open = openBatches[stage.configuration] {
      openBatches[stage.configuration] = open > 1 ? open - 1 : nil
    }
    guard batch.isOfRun, run?.name == stage.run else { return }
    run?.openBatches -= 1
    guard isCommitted else { return }
    run?.stages[stage.ofRecordSet]?.committed += batch.count
    if isRecovered { run?.stages[stage.ofRecordSet]?.recovered += batch.count }
  }

  mutating func leaveRows(of name: RunName, at index: Int, _ find: Find) {
    guard run?.name == name else {
      return find("entry \(index) leaves rows of \(name), which is not under way there: \(underWay)")
    }
    run?.hasLeftRows = true
  }

  // MARK: A run's end

  /// - Parameters:
  ///   - filesLeft: how many committed batches have files that no entry says are gone.
  ///   - surveys: the record sets that were surveyed before.
  mutating func end(
    _ ending: CheckedRunEnd, at index: Int, filesLeft: Int, isSurveyed: (RecordSetName) -> Bool, _ find: Find
  ) {
    if !ending.isReconciliation {
      if let previous = ending.previous, previous != lastEnd {
        find(
          "entry \(index) follows entry \(previous) as the end of the run before, and the last that ended one is \(lastEnd.map(String.init) ?? "none")"
        )
      }
      lastEnd = index
    }
    guard let run, run.name == ending.run, run.isReconciliation == ending.isReconciliation else {
      return find("entry \(index) ends \(ending.run), which is not under way there: \(underWay)")
    }
    self.run = nil
    if run.openBatches > 0 {
      find("entry \(index) ends \(run.name), and \(run.openBatches) of its batches have no outcome")
    }
    if ending.ending == .complete { checkComplete(ending, run, at: index, filesLeft: filesLeft, find) }
    if let changed = ending.changed { compare(changed, with: run, at: index, find) }
    for name in ending.surveyed where !isSurveyed(name) {
      find("entry \(index) has counts of a survey of \(name), and there was none")
    }
    guard let approval = ending.approval else { return }
    guard approvals[run.configuration]?.contains(approval) == true else {
      return find(
        "entry \(index) tells the standing of \(run.name) under entry \(approval), which did not approve its configuration"
      )
    }
    waiting[approval] = ending.waiting.isEmpty ? nil : ending.waiting
  }

  /// Only a run that left nothing which is due is complete.
  private func checkComplete(_ ending: CheckedRunEnd, _ run: Run, at index: Int, filesLeft: Int, _ find: Find)
  {
    func contradict(_ what: String) { find("entry \(index) calls \(run.name) complete, and \(what)") }
    if run.openBatches == 0, let open = openBatches[run.configuration] {
      contradict("\(open) batches under its configuration have no outcome")
    }
    if filesLeft > 0 { contradict("\(filesLeft) batches have files that no entry says are gone") }
    if run.hasLeftRows { contradict("it left rows that are due, as entries before say") }
    if ending.locked > 0 { contradict("it left rows that others had locked") }
    if ending.unfinished > 0 { contradict("it names record sets that it did not come through") }
  }

  /// What the run says that it changed is what its batches committed.
  private func compare(_ changed: [RecordSetStage: Int], with run: Run, at index: Int, _ find: Find) {
    for (stage, found) in run.stages.sorted(by: { $0.key.description < $1.key.description }) {
      let told = changed[stage] ?? 0
      if told > found.committed || told < found.committed - found.recovered {
        find(
          "entry \(index) says that \(run.name) changed \(told) records (\(stage)), and its batches committed \(found.committed)"
        )
      }
    }
    for (stage, told) in changed.sorted(by: { $0.key.description < $1.key.description })
    where run.stages[stage] == nil && told > 0 {
      find(
        "entry \(index) says that \(run.name) changed \(told) records (\(stage)), and none of its batches did"
      )
    }
  }
}
