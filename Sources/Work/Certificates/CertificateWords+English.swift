internal import AuditJournal
internal import Words

extension CertificateWords {
  static let english = CertificateWords(
    title: "Certificate of destruction", titleWithoutDestruction: "Certificate of a retention run",
    journal: "Audit journal", run: "Run", reconcile: "purges again what a restore brought back",
    started: "Started", startedBy: "Started by",
    account: { account in
      "\(account.name) (uid \(account.uid)), \(starter(account))"
        + (account.login.map { ", logged in as \($0)" } ?? "")
    },
    unknownAccount: "not noted by the program of that time",
    override: "Override", notNeeded: "given, and not needed", ended: "Ended",
    brokenOff: "broken off", noEnd: "no end yet: it is under way, or was broken off",
    settled: "its batches are settled", noneOpen: "no batch of it is open",
    semicolon: "; ",
    open: { count in
      "\(count) \(count == 1 ? "batch is" : "batches are") open: nobody knows yet what became of \(count == 1 ? "it" : "them")"
    },
    ending: {
      switch $0 {
      case .complete: "complete"
      case .incomplete: "incomplete"
      case .stopped: "stopped before its end"
      case .firstRun: "first run: few records, then a look"
      }
    },
    configuration: "Configuration (SHA-256)", approvedBy: "Approved by",
    noApproval: "unknown: no entry before the run approves this configuration",
    done: "What was done", nothing: "This run changed no record.",
    nothingKnown: "No store says that this run changed a record.",
    columns: ["Rule", "Record set", "Stage", "Cutoff", "Records", "Dependents", "Entries"],
    action: {
      switch $0 {
      case .archive: "archived"
      case .pseudonymise: "pseudonymised"
      case .delete: "deleted"
      }
    },
    partition: ("partition in one step", "partitions in one step each"),
    withoutReference: "kept, without their reference",
    totals: [
      .delete: "Destroyed", .archive: "Archived, not destroyed",
      .pseudonymise: "Pseudonymised, not destroyed",
    ],
    source: "Source of the periods:",
    decided: "What a person decided",
    decidedMeaning:
      "The program was broken off in these batches, and their store could not tell what became of them. A person said so, and nothing else does. They are not among what was done.",
    decidedColumns: [
      "Batch, rule", "Record set", "Stage", "Records", "Decided as", "Decided by", "Reason",
      "In the store then",
      "Entry",
    ],
    decision: { $0 == .committed ? "done" : "not done" },
    found: { "\($0) of \($1) rows" }, noAnswer: "it did not answer",
    foundTitle: "What a restore had brought back when the run began",
    foundNothing: "Nothing that the journal says is gone was found to be there again.",
    returnedTitle: "What came back later",
    returned: { run, time, entry, again in
      "\(run) found records of this run in the stores again, at \(time) (entry \(entry)). It purged \(again) of them again; its own certificate says more."
    },
    returnedColumns: ["Rule", "Record set", "Stage", "As they were", "Of them held", "Kept", "New"],
    returnedMeaning:
      "Kept are records with other dates than they were purged with; new are other records under a key that was used before.",
    left: "What was left, and counted",
    leftColumns: [
      "Rule", "Record set", "Overdue", "Held", "Kept by others", "Undated", "Implausible", "Cause",
    ],
    causes: [
      "held": "a legal hold keeps them", "refused": "the record set was left out",
      "truncated": "the run was stopped", "locked": "others had them locked",
      "blocked": "what refers to them keeps them", "circle": "due rows keep each other",
      "another-rule": "another rule keeps them", "set-aside": "no batch could change them",
      "unchanged": "not known", "first-run": "the first run waits for a word",
    ],
    refused: "Left out:", unmeasured: "Nobody could tell what is overdue in:",
    counted: "What was counted before anything was done",
    countedColumns: [
      "Record set", "Rows", "Judged", "Undated", "Required date missing", "Implausible date", "Not begun",
      "No period yet", "No rule", "Unmapped word", "Counted at",
    ],
    countedMeaning:
      "Rows that are counted as undated, implausible, not begun, without a period or without a rule were kept. A row is judged if a rule applies to it and its dates can be used. Words are unmapped if the configuration gives them no meaning. A question mark stands for what could not be counted.",
    evidence: "Evidence", entry: "entry",
    howTo: "How to verify this without our software",
    howToSteps: [
      "Save the checkpoint above to a file named checkpoint, and run these commands; the last must print that the signature was verified. The key is the one that the organisation gave you, or compare it with that.",
      "Have the journal's folder given to you: its entries must have the root that the checkpoint states (RFC 6962), and the entries listed above must say what this certificate says. Any implementation of C2SP tlog-tiles can do it.",
    ],
    chain:
      "The journal was signed with several keys, one after the other. The key that signs now is the last; compare the first with the one that the organisation gave you at first.",
    chainColumns: ["Key", "Signs from entry"],
    chainSteps:
      "Each new key was endorsed by the one before it, which signed the same checkpoint. These commands verify that from the first key to the last; each line must print that the signature was verified.",
    manyKeys: { count in
      "There are \(count) keys, too many to list: `retentiond journal verify`, or any program that reads the journal's folder, verifies that each was endorsed by the one before."
    },
    limits:
      "A record appears in the journal only as a keyed digest: this certificate and the journal name none of the persons whom records are about. Whoever holds the evidence key can prove for one given record that a batch listed it, and what became of the batch. Deleted is what the stores no longer show; what can still be read in their files and logs, and copies such as backups, are not covered."
  )
}

/// Says by which way an account starts a run.
private func starter(_ account: RunAccount) -> String {
  if let caller = account.caller {
    return "the service, as \(caller.account) (uid \(caller.uid)) asked it by its socket"
  }
  return account.isService ? "the service by its calendar" : "from a shell"
}
