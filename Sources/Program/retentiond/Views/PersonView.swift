internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import Purging
internal import TransparencyLog
internal import Words

/// What the journal says of one person, for people.
enum PersonView {
  /// - Parameters:
  ///   - entries: how many entries the journal has.
  ///   - missing: what of the journal could not be asked.
  static func printout(
    of person: PersonEvidence, _ pseudonyms: SubjectPseudonyms, entries: Int, missing: [String]
  ) -> Printout {
    let rows = person.batches.map { batch in
      JSONValue.object(
        EvidenceView.members(batch: batch.batch, batch.intent, batch.prepared, batch.outcome, batch.approval)
          .merging(["rows": .string(Self.rows(of: batch))]) { own, _ in own })
    }
    let holds = person.holds.map { hold in
      JSONValue.object([
        "hold": .integer(hold.id), "reference": .string(hold.reference),
        "placedEntry": .integer(hold.placed.entry),
        "placed": .string(hold.placed.time.iso8601), "liftedEntry": JSONValue(hold.lifted?.entry),
        "lifted": JSONValue(hold.lifted?.time.iso8601),
      ])
    }
    let unknown = lines(of: pseudonyms) + missing
    let json = JSONValue.object([
      "entries": .integer(entries), "asked": .integer(person.asked), "found": .array(rows),
      "holds": .array(holds), "unreadHolds": .array(person.unreadHolds.map { .integer($0) }),
      "unasked": .array(person.unasked.map { .integer($0) }),
      "nameless": .object(person.nameless.byText.mapValues { .integer($0) }), "notes": JSONValue(unknown),
    ])
    return Printout(
      page: (lines(of: person, entries: entries) + unknown).asPage, json: json, rows: rows,
      members: EvidenceView.columns + ["rows"])
  }

  private static func lines(of person: PersonEvidence, entries: Int) -> [String] {
    var lines = person.batches.flatMap { Self.lines(of: $0, person) }
    if person.batches.isEmpty {
      lines.append(
        person.asked == 0
          ? "No batch among \(entries) entries says whom its rows were about."
          : "No batch among \(entries) entries names this person under these spellings; \(counted(person.asked, "batch", "batches")) could answer."
      )
    }
    if let first = person.unasked.first, let last = person.unasked.last {
      lines.append(
        """
        \(counted(person.unasked.count, "batch", "batches")) cannot answer, of entries \(first) to \(last), by programs that did not note whom rows were about. Ask for a record of the person by its key: `retentiond journal find RECORDSET KEY`.
        """)
    }
    if !person.nameless.isEmpty {
      let rows = person.nameless.sorted { $0.key < $1.key }.map {
        "\(counted($0.value, "row", "rows")) in batches of \($0.key)"
      }
      lines.append(
        "\(rows.joined(separator: ", ")) named nobody, so that this person may be among them: ask for such a record by its key, `retentiond journal find RECORDSET KEY`."
      )
    }
    lines += person.holds.map(text(of:))
    if person.holds.isEmpty {
      lines.append(
        person.unreadHolds.isEmpty
          ? "No hold on this person was placed under these spellings."
          : "No hold that can be read is on this person under these spellings.")
    }
    if !person.unreadHolds.isEmpty {
      lines.append(
        "Of holds \(person.unreadHolds.map(String.init).joined(separator: ", ")) the journal no longer has whom they were on: they were lifted, or people were taken from them. Nobody can tell from it whether this person was among them."
      )
    }
    return lines
  }

  private static func counted(_ count: Int, _ one: String, _ several: String) -> String {
    "\(count) \(count == 1 ? one : several)"
  }

  /// Says which pseudonyms of the person were asked for, and which could not be.
  private static func lines(of pseudonyms: SubjectPseudonyms) -> [String] {
    var lines: [String] = []
    if !pseudonyms.reach.isEmpty {
      lines.append("The person's pseudonyms under \(HoldReach.names(pseudonyms.reach)) were asked for, too.")
    }
    if !pseudonyms.missing.isEmpty {
      lines.append(
        """
        Rows that were pseudonymised under \(HoldReach.names(pseudonyms.missing)) before they were purged are not found: the key, or the second \
        holder's, is not at hand. Ask where it is, or give the pseudonym by --subject, too.
        """)
    }
    return lines
  }

  private static func lines(of batch: PersonBatch, _ person: PersonEvidence) -> [String] {
    let intent = batch.intent
    let inForce = person.holds.filter { $0.wasInForce(at: batch.prepared.entry) }
    let held = inForce.map { "hold \($0.id), reference \($0.reference)" }.joined(separator: "; ")
    let nobody =
      person.unreadHolds.isEmpty
      ? "by no hold on this person" : "not known: some holds cannot be read any more, see below"
    return [
      EvidenceView.outcome(intent, batch.outcome, at: batch.prepared.time, batch: "the batch"),
      "  record set  \(intent.recordSet) in store \(intent.store)",
      "  rows        \(rows(of: batch))",
      "  rule        \(intent.rule) of domain \(intent.domain), cutoff \(intent.cutoff)",
      "  run         \(intent.run), \(batch.batch)",
      "  intent      entry \(batch.prepared.entry), at \(batch.prepared.time.iso8601)",
    ] + EvidenceView.lines(of: batch.outcome) + [
      "  approved    \(EvidenceView.approval(batch.approval, intent))",
      "  held then   \(held.isEmpty ? nobody : held)",
    ]
  }

  private static func rows(of batch: PersonBatch) -> String {
    let records = batch.places.filter { $0.dependent == nil }.map(\.inclusion)
    let numbers = records.map { String($0.index + 1) }.joined(separator: ", ")
    func others(lostReference: Bool) -> [String] {
      let tables = batch.places.filter { $0.lostReference == lostReference }.compactMap(\.dependent)
      return Dictionary(grouping: tables) { $0 }.sorted { $0.key < $1.key }.map {
        "\($0.value.count) of dependent \($0.key)"
          + (lostReference
            ? ", which stayed and lost \($0.value.count == 1 ? "its" : "their") reference" : "")
      }
    }
    let listed = records.first.map { ["record \(numbers) of \($0.size)"] } ?? []
    return (listed + others(lostReference: false) + others(lostReference: true)).joined(separator: ", ")
  }

  private static func text(of hold: PersonHold) -> String {
    let placed = "entry \(hold.placed.entry) at \(hold.placed.time.iso8601)"
    let lifted = hold.lifted.map { "lifted by entry \($0.entry) at \($0.time.iso8601)" } ?? "in force still"
    return "Hold \(hold.id), reference \(hold.reference), placed by \(placed), \(lifted)."
  }
}
