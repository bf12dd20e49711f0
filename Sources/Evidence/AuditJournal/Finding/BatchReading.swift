internal import CivilTime
internal import JSONText
internal import SQLite
internal import TransparencyLog
internal import Words

/// The intents that a question is about, with what became of each and who had approved it, read from all entries in one pass that the signed root proves (decision 44).
///
/// The state, in which somebody could change an outcome or leave a batch out, is asked for a batch's evidence alone, and that is proven by the intent.
final class BatchReading<Answer> {
  /// One batch that the question found something in.
  struct Batch {
    let index: Int
    let time: Instant
    let intent: BatchIntent
    let answer: Answer
    fileprivate(set) var end: BatchEnd?
  }

  private(set) var batches: [Batch] = []
  private var places: [Int: Int] = [:]
  private var approvals: [ConfigurationDigest: [(entry: Int, by: String)]] = [:]
  /// The entry with which each run began.
  private var beginnings: [RunName: Int] = [:]

  /// Reads the journal, within a transaction.
  ///
  /// - Parameter ask: asks one batch, by its intent; nil where it has nothing to answer.
  init(
    of journal: AuditJournal,
    asking ask: (_ index: Int, _ intent: BatchIntent, _ data: JSONValue) throws -> Answer?
  ) throws {
    let types = BatchEnd.types.union([.configurationApproved, .batchPrepared] + RunReading.beginnings)
    try journal.forEachProvenEntry(where: types.contains) { entry in
      switch entry.type {
      case .configurationApproved:
        guard let digest = entry.data["configuration"]?.stringValue.map(ConfigurationDigest.init) else {
          return
        }
        approvals[digest, default: []].append((entry.index, entry.data["by"]?.stringValue ?? ""))
      case _ where RunReading.beginnings.contains(entry.type):
        if let run = entry.data["run"]?.stringValue.map(RunName.init) { beginnings[run] = entry.index }
      case .batchPrepared:
        guard let intent = BatchIntent(entry.data) else {
          throw JournalError.damaged("entry \(entry.index) is no intent")
        }
        guard let answer = try ask(entry.index, intent, entry.data) else { return }
        places[entry.index] = batches.count
        batches.append(
          Batch(index: entry.index, time: entry.time, intent: intent, answer: answer))
      default:
        guard let name = entry.data["batch"]?.stringValue.map(BatchName.init),
          let index = try? AuditJournal.index(of: name),
          let place = places[index], let end = BatchEnd(entry)
        else { return }
        batches[place].end = end
      }
    }
  }

  /// The last approval of a batch's configuration before its run began; nil where there is none.
  func approval(of batch: Batch) -> (by: String, entry: Int)? {
    let began = min(beginnings[batch.intent.run] ?? batch.index, batch.index)
    return approvals[batch.intent.configuration]?.last { $0.entry < began }.map { ($0.by, $0.entry) }
  }
}

extension AuditJournal {
  /// The evidence of one batch as the file has it, compared with what its intent says of it: how many records it has, and their root.
  ///
  /// - Throws: `JournalError.damaged` where it is not there, or is not the one that was signed.
  func provenEvidence(ofBatchAt index: Int, _ intent: BatchIntent, _ data: JSONValue) throws -> BatchEvidence
  {
    guard let evidence = try evidence(ofBatchAt: index) else {
      throw JournalError.damaged("there is no evidence for the rows of batch-\(index)")
    }
    guard evidence.locators.count.isMultiple(of: RowEvidence.width),
      evidence.locators.count / RowEvidence.width == intent.count,
      Hexadecimal.encode(RowEvidence.root(of: evidence.locators).bytes) == data["rowsRoot"]?.stringValue
    else {
      throw JournalError.damaged("the evidence of batch-\(index) is not what its intent says")
    }
    return evidence
  }

  /// The evidence of one batch as it is stored; nil where the file has none.
  private func evidence(ofBatchAt index: Int) throws -> BatchEvidence? {
    let subjects = JournalSchema.subjects(areThere: version >= 3)
    let query = try connection.prepare(
      "SELECT locators, \(subjects.columns) FROM batch \(subjects.join) WHERE batch.entry = ?1")
    query.bind(1, Int64(index))
    guard try query.step() else { return nil }
    return BatchEvidence(
      locators: query.blob(0), subjects: query.optionalBlob(1), dependents: query.optionalBlob(2))
  }
}
