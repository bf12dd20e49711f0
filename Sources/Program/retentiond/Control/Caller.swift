internal import AuditJournal
internal import Glibc

/// The account that somebody has who asks the service, by the kernel's word.
struct Caller: Hashable, Sendable {
  let uid: uid_t

  var name: String { Account.name(of: uid) }

  /// Tells if it is root or the service's own account, which may do all that the service may.
  var isTrusted: Bool { uid == 0 || uid == geteuid() }

  /// The same for entries of the audit journal.
  var journalCaller: JournalCaller { JournalCaller(uid: Int(uid), account: name, way: .socket) }

  /// Whoever had the service start this process; nil in the service itself and in a shell.
  ///
  /// Only the service starts a program with this variable (decision 259). Whoever else could has the service's account, and with it the keys of the journal.
  static let current: Caller? = unsafe getenv(variable).flatMap { value in
    uid_t(unsafe String(cString: value)).map(Caller.init)
  }

  static let variable = "RETENTIOND_CALLER"
}
