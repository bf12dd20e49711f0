internal import AuditJournal
internal import JSONText
internal import TransparencyLog

/// What verifying a journal came to, beside what its witnesses say.
struct VerificationOutcome {
  let result: VerificationResult
  /// The key that the journal was made with, if the configuration knows it.
  var firstKey: String?
  /// Why the journal has no entry that says that it was verified.
  var unrecorded: String?
  private(set) var witnessFindings: [String] = []
  /// Why the witnesses were not asked.
  private(set) var unasked: String?

  init(result: VerificationResult, firstKey: String? = nil, unrecorded: String? = nil) {
    self.result = result
    self.firstKey = firstKey
    self.unrecorded = unrecorded
  }

  var findings: [String] { result.findings + witnessFindings }
  var isVerified: Bool { findings.isEmpty }

  /// Asks the witnesses. If that cannot be done, as without the keys, it is said: what was verified stays so.
  mutating func askWitnesses(_ session: Session) {
    do {
      witnessFindings = try session.witnessFindings()
    } catch {
      unasked = Failure.sentence(for: error)
    }
  }
}

/// What verifying found.
enum VerificationView {
  static func printout(of outcome: VerificationOutcome, kept: [KeptCheckpoint], isFirstKeyGiven: Bool)
    -> Printout
  {
    let result = outcome.result
    var sheet = FactSheet()
    sheet.tell(
      "witnessesNotAsked", JSONValue(outcome.unasked),
      outcome.unasked.map { "The witnesses were not asked: \($0)" })
    sheet.tell("findings", JSONValue(outcome.findings), outcome.findings.map { "WRONG \($0)" })
    sheet.tell("verified", .bool(outcome.isVerified))
    sheet.say(
      "\(result.entries) entries, \(result.batches) batches, \(result.rows) rows, \(result.checkpoints) checkpoints"
    )
    for (name, count) in [
      ("entries", result.entries), ("batches", result.batches), ("rows", result.rows),
      ("checkpoints", result.checkpoints),
    ] { sheet.tell(name, .integer(count)) }
    sheet.tell(
      "unknownEntries", .integer(result.unknownEntries),
      result.unknownEntries > 0
        ? "\(result.unknownEntries) entries are of kinds that this program does not know: they are signed like all, and what they say was not looked at"
        : nil)
    sheet.tell(
      "keys", .integer(result.keys),
      result.keys > 1 ? "\(result.keys) keys signed it, each endorsed by the one before" : nil)
    sheet.tell("anchors", AnchorView.json(of: result.anchors), AnchorView.lines(of: result.anchors))
    sheet.tell("root", .string(result.rootText))
    sheet.tell("firstKey", JSONValue(outcome.firstKey))
    sheet.tell("currentKey", JSONValue(result.currentKey?.text))
    sheet.tell("since", JSONValue(kept.map(\.place)))
    if outcome.isVerified {
      for line in keeping(outcome, kept, isFirstKeyGiven: isFirstKeyGiven) { sheet.say(line) }
    }
    return sheet.printout
  }

  /// What whoever verified is to compare and to keep.
  private static func keeping(
    _ outcome: VerificationOutcome, _ kept: [KeptCheckpoint], isFirstKeyGiven: Bool
  ) -> [String] {
    let result = outcome.result
    var lines = kept.map { "It goes on from the \($0.checkpoint.size) entries of \($0.place)" }
    if !isFirstKeyGiven, let first = outcome.firstKey {
      lines.append("Compare the first key with the one that you were given: \(first)")
    }
    if let current = result.currentKey {
      lines.append(
        result.keys > 1
          ? "Keep the current key, too, and compare it next time: whoever has the first one could write a journal anew, but not with this: \(current.text)"
          : "Keep the key, and the root or a checkpoint of today for --since: whoever has the private key could write the journal anew, but not with this root: \(current.text)"
      )
    }
    return lines + ["Verified: root \(result.rootText)"]
  }
}
