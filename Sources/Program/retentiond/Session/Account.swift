internal import AuditJournal
internal import Glibc

/// Who runs the program, for entries that name who acted.
enum Account {
  static var name: String {
    if let caller = Caller.current { return caller.name }
    // sudo keeps the person's name; the effective account is all that is known otherwise.
    if let sudoer = unsafe getenv("SUDO_USER") { return unsafe String(cString: sudoer) }
    return name(of: geteuid())
  }

  static func name(of uid: uid_t) -> String {
    guard let entry = unsafe getpwuid(uid), let name = unsafe entry.pointee.pw_name else {
      return "uid \(uid)"
    }
    return unsafe String(cString: name)
  }

  /// Who starts a run, by what the kernel says and not by the environment, which anybody can set.
  ///
  /// - Parameter caller: who asked the service for it; nil if its calendar did.
  static func starter(isService: Bool, caller: Caller? = nil) -> RunAccount {
    RunAccount(
      uid: Int(getuid()), name: name(of: getuid()), login: login, isService: isService,
      caller: caller?.journalCaller)
  }

  /// Whoever logged in; nil where nobody did, or the kernel does not keep it.
  private static var login: String? {
    guard let bytes = try? FileAccess.read("/proc/self/loginuid", limit: 64),
      let uid = uid_t(String(decoding: bytes, as: UTF8.self).filter(\.isNumber)), uid != .max
    else { return nil }
    return name(of: uid)
  }
}
