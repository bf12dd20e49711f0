internal import AuditJournal
internal import CivilTime
internal import PurgeEngine
internal import TransparencyLog

/// What the journal says of one person, for people.
enum PersonView {
  static func lines(of person: PersonEvidence, entries: Int) -> [String] {
    var lines = person.batches.map { text(of: $0, person.holds) }
    if person.batches.isEmpty {
      lines.append(
        person.asked == 0
          ? "No batch among \(entries) entries says whom its rows were about."
          : "No batch among \(entries) entries has a row about this person under these spellings: \(person.asked) were asked."
      )
    }
    if let first = person.unasked.first, let last = person.unasked.last {
      lines.append(
        """
        \(person.unasked.count) batches cannot answer, of entries \(first) to \(last): they were made before batches noted whom their rows were \
        about. Ask for a record of the person by its key: `retentiond journal find RECORDSET KEY`.
        """)
    }
    lines += person.holds.map(text(of:))
    if person.holds.isEmpty { lines.append("No hold on this person was placed under these spellings.") }
    if !person.unreadHolds.isEmpty {
      lines.append(
        "Holds \(person.unreadHolds.map(String.init).joined(separator: ", ")) are on lists of persons, which were not looked through."
      )
    }
    return lines
  }

  /// Says which pseudonyms of the person were asked for, and which could not be.
  static func lines(of pseudonyms: SubjectPseudonyms) -> [String] {
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

  private static func text(of batch: PersonBatch, _ holds: [PersonHold]) -> String {
    let intent = batch.intent
    let outcome = batch.outcome.map { "\($0.text), said by entry \($0.entry) at \($0.time.iso8601)" }
    let approval = batch.approval.map { "\($0.by), entry \($0.entry)" }
    let inForce = holds.filter { $0.wasInForce(at: batch.prepared.entry) }
    let held = inForce.map { "hold \($0.id), reference \($0.reference)" }.joined(separator: "; ")
    return """
      \(EvidenceView.verdict(intent.action, outcome: batch.outcome?.text, at: batch.prepared.time, batch: "the batch"))
        record set  \(intent.recordSet) in store \(intent.store)
        rows        \(rows(of: batch))
        rule        \(intent.rule) of domain \(intent.domain), cutoff \(intent.cutoff)
        run         \(intent.run), \(batch.batch)
        intent      entry \(batch.prepared.entry), at \(batch.prepared.time.iso8601)
        outcome     \(outcome ?? "none yet: the batch is open")
        approved    \(approval ?? "the journal no longer has the configuration \(intent.configuration.prefix(16))")
        held then   \(held.isEmpty ? "no" : held)
      """
  }

  private static func rows(of batch: PersonBatch) -> String {
    let records = batch.places.filter { $0.dependent == nil }.map(\.inclusion)
    let numbers = records.map { String($0.index + 1) }.joined(separator: ", ")
    let others = Dictionary(grouping: batch.places.compactMap(\.dependent)) { $0 }.sorted { $0.key < $1.key }
    let listed = records.first.map { ["record \(numbers) of \($0.size)"] } ?? []
    return (listed + others.map { "\($0.value.count) of dependent \($0.key)" }).joined(separator: ", ")
  }

  private static func text(of hold: PersonHold) -> String {
    let placed = "entry \(hold.placed.entry) at \(hold.placed.time.iso8601)"
    let lifted = hold.lifted.map { "lifted by entry \($0.entry) at \($0.time.iso8601)" } ?? "in force still"
    return "Hold \(hold.id), reference \(hold.reference), placed by \(placed), \(lifted)."
  }
}
