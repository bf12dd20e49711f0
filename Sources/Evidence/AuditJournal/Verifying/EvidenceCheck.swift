internal import Dispatch
internal import Synchronization
internal import TransparencyLog
internal import Words

/// Compares the evidence of batches with the roots in their intents: two hashes for each row, which all cores share.
struct EvidenceCheck {
  private var waiting: [(batch: Int, intent: CheckedIntent, evidence: BatchEvidence)] = []
  private var bytes = 0

  /// How many bytes of evidence wait to be verified, before those of one more batch.
  private static let bytesAtOnce = 4 << 20
  private static let batchesAtOnce = 1_024

  /// Takes the evidence of a batch.
  ///
  /// - Returns: what is wrong with that and with evidence before.
  mutating func add(_ evidence: BatchEvidence, of batch: Int, _ intent: CheckedIntent) -> [String] {
    waiting.append((batch, intent, evidence))
    bytes += evidence.locators.count + (evidence.subjects?.count ?? 0) + (evidence.dependents?.count ?? 0)
    return bytes >= Self.bytesAtOnce || waiting.count >= Self.batchesAtOnce ? finish() : []
  }

  /// - Returns: what is wrong with the evidence that was taken, in the order of the batches.
  mutating func finish() -> [String] {
    let batches = waiting
    waiting.removeAll(keepingCapacity: true)
    bytes = 0
    let found = Mutex<[(batch: Int, finding: String)]>([])
    let stretch = 16
    DispatchQueue.concurrentPerform(iterations: (batches.count + stretch - 1) / stretch) { part in
      for (batch, intent, evidence) in batches[part * stretch..<min((part + 1) * stretch, batches.count)] {
        for finding in Self.findings(evidence, of: batch, intent) {
          found.withLock { $0.append((batch, finding)) }
        }
      }
    }
    return found.withLock { $0.sorted { $0.batch < $1.batch }.map(\.finding) }
  }

  private static func findings(_ evidence: BatchEvidence, of batch: Int, _ intent: CheckedIntent) -> [String]
  {
    var findings: [String] = []
    if evidence.locators.count != intent.count * RowEvidence.width
      || Hexadecimal.encode(RowEvidence.root(of: evidence.locators).bytes) != intent.rowsRoot
    {
      findings.append("the evidence of batch-\(batch) is not what its intent says")
    }
    let width = SubjectEvidence.dependentWidth
    switch (intent.subjects, evidence.subjects, evidence.dependents) {
    case (nil, nil, nil): break
    case (nil, _, _):
      findings.append(
        "there is evidence of the subjects of batch-\(batch), and its intent, of version 1, says nothing of it"
      )
    case (let roots?, let subjects?, let dependents?):
      if subjects.count != intent.count * SubjectEvidence.width || !dependents.count.isMultiple(of: width)
        || intent.dependentRows.map({ $0 * width != dependents.count }) ?? false
        || SubjectRoots(subjects: subjects, dependents: dependents) != roots
      {
        findings.append("the evidence of the subjects of batch-\(batch) is not what its intent says")
      }
    case (_?, _, _): findings.append("there is no evidence for the subjects of batch-\(batch)")
    }
    return findings
  }
}
