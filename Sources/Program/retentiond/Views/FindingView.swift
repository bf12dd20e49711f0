internal import AuditJournal
internal import JSONText
internal import RecordStores
internal import TransparencyLog
internal import Words

/// What was looked for in the journal, and what of it nobody can know, for people.
enum FindingView {
  /// - Parameter missing: what of the journal could not be asked.
  static func printout(of finding: RecordFinding, missing: [String]) -> Printout {
    let answer = finding.answer
    let rows = answer.found.map { evidence in
      let place = evidence.proof.inclusion
      return JSONValue.object(
        EvidenceView.members(
          batch: evidence.batch, evidence.intent, evidence.prepared, evidence.outcome, evidence.approval
        ).merging(["record": .integer(place.index + 1), "records": .integer(place.size)]) { own, _ in own }
          .merging(evidence.intent.hasDigests ? ["equalRows": .integer(evidence.proof.count)] : [:]) {
            own, _ in own
          })
    }
    let asked = answer.asked.sorted { ($0.key.recordSet, $0.key.store) < ($1.key.recordSet, $1.key.store) }
    let json = JSONValue.object([
      "recordSet": .string(finding.recordSet.rawValue), "key": JSONValue(finding.key),
      "names": JSONValue(finding.names.map(\.rawValue)),
      "entries": .integer(answer.entries), "evidenceKey": .string(answer.evidenceKey), "found": .array(rows),
      "asked": .array(
        asked.map {
          .object([
            "recordSet": .string($0.key.recordSet.rawValue), "store": .string($0.key.store.rawValue),
            "batches": .integer($0.value),
          ])
        }),
      "unknown": JSONValue(unknown(finding) + missing),
    ])
    return Printout(
      page: (answer.found.map(EvidenceView.text) + [(lines(of: finding) + missing).asPage]).joined(
        separator: "\n"),
      json: json, rows: rows, members: EvidenceView.columns + ["record", "records"])
  }

  private static func lines(of finding: RecordFinding) -> [String] {
    let answer = finding.answer
    let asked = answer.asked.sorted { ($0.key.recordSet, $0.key.store) < ($1.key.recordSet, $1.key.store) }
    let count = asked.reduce(0) { $0 + $1.value }
    var lines: [String] = []
    if answer.found.isEmpty {
      lines.append(
        count == 0
          ? "Unknown to the journal: among \(answer.entries) entries no batch that can be asked is of this record set."
          : "Not listed: none of the \(counted(count)) that were asked lists this key, among \(answer.entries) entries."
      )
    }
    lines.append("Looked for")
    for name in finding.names {
      let batches = asked.filter { $0.key.recordSet == name }.map {
        "\(counted($0.value)) in store \($0.key.store)"
      }
      lines.append(
        "  record set  \(name)\(name == finding.recordSet ? "" : ", another name of the same table"): "
          + (batches.isEmpty ? "no batch" : batches.joined(separator: ", ")))
    }
    lines += finding.key.enumerated().map { index, part in
      let column = finding.columns.indices.contains(index) ? finding.columns[index] : "part \(index + 1)"
      return "  key         \(column) as \(forms(of: part))"
    }
    lines.append("  key id      \(answer.evidenceKey) of the evidence key")
    return lines + unknown(finding)
  }

  /// What the answer cannot speak of.
  private static func unknown(_ finding: RecordFinding) -> [String] {
    var lines = finding.key.compactMap { part -> String? in
      guard !part.isEmpty, let number = Int64(part), String(number) != part else { return nil }
      return
        "Unknown: a record whose key is the number \(number). \(part) was looked for as a text, as it is typed; ask for \(number), too."
    }
    for (name, count) in finding.forgotten {
      lines.append(
        "Unknown: whether the record was once in record set \(name.recordSet) of store \(name.store), which stores.json has no more and of which the journal has \(counted(count)): ask for it by that name."
      )
    }
    return lines
  }

  private static func forms(of part: String) -> String {
    ColumnValue.candidates(part).map { value in
      switch value {
      case .text(let text): "the text \"\(text)\""
      case .integer(let number): "the number \(number)"
      case .real(let number): "the real number \(number)"
      case .blob(let bytes): "\(bytes.count) bytes"
      case .null, .rawText: "nothing"
      }
    }.joined(separator: " or ")
  }

  private static func counted(_ count: Int) -> String { "\(count) \(count == 1 ? "batch" : "batches")" }
}
