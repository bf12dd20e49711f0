internal import JSONText
internal import RecordStores
internal import Words

/// One search for a person through the batches of a journal, and what could not be searched.
final class PersonSearch {
  private let journal: AuditJournal
  /// The person's tags under each evidence key that is at hand.
  private let tags: [String: [UInt64]]
  /// How many batches were searched.
  private(set) var asked = 0
  /// The intents that do not say whom their rows were about.
  private(set) var unasked: [Int] = []
  /// Rows that name nobody, by record set.
  private(set) var nameless: [RecordSetName: Int] = [:]
  /// Batches under evidence keys that are not at hand, by key.
  private(set) var underOtherKeys: [String: Int] = [:]

  init(of spellings: Set<[UInt8]>, in journal: AuditJournal) {
    self.journal = journal
    tags = Dictionary(
      journal.evidenceTurns.known.map { known in (known.id, spellings.map { known.tag($0) }) }
    ) { $1 }
  }

  /// Returns the rows of a batch that are about the person; nil if there are none, or if nobody can tell.
  ///
  /// - Throws: `JournalError.damaged` if the evidence is not the one that was signed: a "no" would be no answer.
  func places(inBatchAt index: Int, _ intent: BatchIntent, _ data: JSONValue) throws -> [SubjectPlace]? {
    guard let roots = try? SubjectRoots({ data[$0]?.stringValue }, { data[$0]?.integerValue }) else {
      unasked.append(index)
      return nil
    }
    let id = data["evidenceKey"]?.stringValue ?? journal.evidenceTurns.first
    guard let key = journal.evidenceTurns.key(id), let tags = tags[id] else {
      underOtherKeys[id, default: 0] += 1
      return nil
    }
    let evidence = try journal.provenEvidence(ofBatchAt: index, intent, data)
    guard let subjects = evidence.subjects, let dependents = evidence.dependents,
      subjects.count == evidence.locators.count,
      roots == SubjectRoots(subjects: subjects, dependents: dependents)
    else {
      throw JournalError.damaged("the evidence of the subjects of batch-\(index) is not what its intent says")
    }
    asked += 1
    let rows = SubjectRows(
      subjects: subjects, dependents: dependents, of: tags,
      fresh: key.subjectState(batch: BatchName(entry: index)))
    if rows.nameless > 0 { nameless[intent.recordSet, default: 0] += rows.nameless }
    return rows.isEmpty ? nil : try places(of: rows, intent, subjects: subjects, dependents: dependents)
  }

  private func places(of rows: SubjectRows, _ intent: BatchIntent, subjects: [UInt8], dependents: [UInt8])
    throws
    -> [SubjectPlace]
  {
    let records = try places(rows.records, in: subjects, width: SubjectEvidence.width) { _ in nil }
    // The rows of dependents stand table by table: those that went, and then those that lost their reference.
    let parts = [(intent.dependents, false), (intent.withoutReference, true)].flatMap { counts, isLost in
      DependentRows.inEvidenceOrder(counts.keys).map { (table: $0, count: counts[$0] ?? 0, isLost: isLost) }
    }
    let others = try places(rows.dependents, in: dependents, width: SubjectEvidence.dependentWidth) { row in
      var rest = row
      let part = parts.first { part in
        rest -= part.count
        return rest < 0
      }
      return (part?.table ?? "", part?.isLost ?? false)
    }
    return records + others
  }

  private func places(
    _ rows: [Int], in bytes: [UInt8], width: Int, table: (Int) -> (name: String, lostReference: Bool)?
  ) throws -> [SubjectPlace] {
    guard !rows.isEmpty else { return [] }
    let leaves = RowEvidence.leaves(of: bytes, width: width)
    return try rows.map { row in
      let table = table(row)
      return SubjectPlace(
        dependent: table?.name, lostReference: table?.lostReference ?? false,
        leaf: Array(bytes[row * width..<(row + 1) * width]),
        inclusion: try RowEvidence.proof(of: row, in: leaves))
    }
  }
}
