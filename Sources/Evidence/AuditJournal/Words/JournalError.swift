package import Words

/// Why the journal cannot be written or trusted. No evidence, no purge: whoever gets one of these stops.
package enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
  case missing(path: String)
  case exists(path: String)
  /// The file at the path is not the one that was opened.
  case replaced(path: String)
  /// What lies at the path cannot be a journal or its lock.
  case notRegular(path: String, kind: String)
  /// Somebody else may change what lies at the path, or put another file there.
  case untrusted(path: String, place: String, cause: String, remedy: String)
  /// Another run has the journal's lock.
  case locked(path: String)
  /// The contents do not fit together.
  case damaged(String)
  /// A table that decides is another than an entry says.
  case unproven(table: StateTable, entry: Int)
  /// The key is not the one that the journal was made with, or no key.
  case key(String, remedy: String = "give the key that the journal was made with")
  /// Somebody else has seen another history of the journal.
  case otherHistory(HistoryDifference)
  /// The file is a copy that was made to be restored, and nobody said yet that it is to go on.
  case backup(path: String)
  /// What an older journal left lies where a new one's would.
  case olderJournal(path: String, place: String)
  /// Nobody has seen another history, so that there is none to accept.
  case oneHistory(path: String)
  case noSpace(path: String, megabytes: Int)
  /// Reading or writing failed; after a failed write nothing more is written by this process.
  case unwritable(path: String, cause: String, remedy: String = "see to the disk, then start again")
  /// Another program has the lock of the journal's file.
  case busy(path: String)
  /// Another version of the program wrote entries of kinds that this one does not know.
  case unknownKinds([String])
  /// A hold was placed or lifted since the batch tested them.
  case holdsChanged
  case unknownHold(Int)
  /// The process did not die in the record set.
  case notPassedOver(RecordSetName)
  /// Runs are not paused.
  case notPaused
  /// No file of the batch is left.
  case noFilesLeft(BatchName)
  /// There is no such batch, or it has its outcome already.
  case unknownBatch(BatchName)
  /// What was to be recorded contradicts itself: a mistake of the program's.
  case mismatch(String)
  /// A text that a person gave looks like personal data, or is too long.
  case text(field: String, cause: String)

  package var description: String {
    switch self {
    case .missing(let path):
      "there is no journal at \(path): make it with `retentiond journal create`; if there was one, find out where it went first"
    case .exists(let path): "\(path) exists already: a journal is made once"
    case .replaced(let path):
      "the file at \(path) is not the journal that was opened: somebody moved or replaced it; put it back before anything runs"
    case .notRegular(let path, let kind):
      "\(path) is \(kind) and no regular file: correct `journal.path` in stores.json, or move away what lies there"
    case .untrusted(let path, let place, let cause, let remedy):
      "the journal \(path) cannot be trusted: \(place): \(cause): \(remedy); nothing was purged"
    case .locked(let path):
      "another retentiond is purging with the journal \(path): try again when it is through"
    case .damaged(let cause):
      "the journal is damaged: \(cause): nothing is purged until `retentiond journal verify` is clean or the journal is restored from a copy"
    case .unproven(let table, let entry):
      "\(table.words) in the journal's file are not those that entry \(entry) says: one or more were added, removed or changed there by something else than this program; nothing was purged: see what `retentiond journal verify` finds, and put back a copy of the journal that has its last entries"
    case .key(let cause, let remedy): "\(cause): \(remedy)"
    case .otherHistory(let difference): difference.description
    case .backup(let path):
      "the journal \(path) ends where `journal backup` made a copy: it is that copy; what followed is not in it, holds among it, and nothing is purged until `retentiond journal accept-history` says why it goes on"
    case .olderJournal(let path, let place):
      "no journal was made at \(path): \(place) is of an older journal, whose holds a new one would not know; put that journal back, or make a new one that says so with `retentiond journal accept-history`"
    case .oneHistory(let path):
      "nobody has seen another history of the journal \(path): there is nothing to accept"
    case .noSpace(let path, let megabytes):
      "fewer than \(megabytes) MiB are free beside \(path): free space, then start again; nothing was purged without evidence"
    case .unwritable(let path, let cause, let remedy):
      "the journal \(path) cannot be used: \(cause): \(remedy); nothing was purged without evidence"
    case .busy(let path):
      "another program has the journal \(path) locked: try again when it is through; nothing was purged without evidence"
    case .unknownKinds(let kinds):
      "the journal has entries of kinds that this program does not know (\(kinds.joined(separator: ", "))), so that it may not know what has to be kept: nothing was purged; run the version of the program that wrote them, or a later one"
    case .holdsChanged: "a hold was placed or lifted meanwhile"
    case .unknownHold(let id): "there is no hold \(id) in force: see `retentiond hold list`"
    case .noFilesLeft(let batch):
      "\(batch) has no files that are left: `retentiond files list` shows the batches that have"
    case .notPassedOver(let name):
      "record set \(name) is not passed over, so that there is nothing to resume: `retentiond status` names those that are"
    case .notPaused: "runs are not paused, so that there is nothing to resume"
    case .unknownBatch(let batch):
      "there is no open batch \(batch): `retentiond status` counts those that are, and a run names the one that it cannot settle"
    case .mismatch(let cause): "\(cause): nothing was recorded, and nothing was purged without evidence"
    case .text(let field, let cause): "\(field): \(cause)"
    }
  }
}

extension JournalError {
  /// Tells if the journal's contents are not what they must be: whatever this process would write rests on them.
  package var isOfContents: Bool {
    switch self {
    case .damaged, .unproven: true
    default: false
    }
  }
}
