internal import CSystemd
internal import Glibc

/// What systemd tells a service through its environment (systemd.exec(5)).
package enum ServiceEnvironment {
  /// The folder with the unit's credentials (`LoadCredential=`), or nil outside such a unit.
  package static var credentialsDirectory: String? { environmentVariable("CREDENTIALS_DIRECTORY") }

  /// The folder that the service manager made for the unit's sockets (`RuntimeDirectory=`), or nil outside such a unit.
  package static var runtimeDirectory: String? { environmentVariable("RUNTIME_DIRECTORY") }

  /// What the kernel says of its clock (adjtimex(2)), whichever time service keeps it: whether it is synchronised, and the time that the same
  /// call returns, in microseconds since 1970; nil if this process may not ask.
  package static var kernelClock: (isSynchronised: Bool, microseconds: Int64)? {
    var state = timex()
    let answer = unsafe adjtimex(&state)
    guard answer >= 0 else { return nil }
    let countsNanoseconds = Int32(state.status) & STA_NANO != 0
    let fraction = Int64(state.time.tv_usec) / (countsNanoseconds ? 1_000 : 1)
    return (answer != TIME_ERROR, Int64(state.time.tv_sec) * 1_000_000 + fraction)
  }

  /// Tells if `descriptor` (2 for standard error) leads to the system journal, as `$JOURNAL_STREAM` says.
  ///
  /// The variable alone does not tell: it is inherited by programs whose output was redirected since.
  package static func isConnectedToJournal(descriptor: Int32) -> Bool {
    isConnectedToJournal(descriptor: descriptor, journalStream: environmentVariable("JOURNAL_STREAM"))
  }

  static func isConnectedToJournal(descriptor: Int32, journalStream: String?) -> Bool {
    guard let parts = journalStream?.split(separator: ":", omittingEmptySubsequences: false),
      parts.count == 2, let device = UInt64(parts[0]), let inode = UInt64(parts[1])
    else { return false }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return false }
    return status.st_dev == device && status.st_ino == inode
  }
}

/// The value of a variable; nil if it is not set or empty, which for systemd's variables is the same.
func environmentVariable(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  let text = unsafe String(cString: value)
  return text.isEmpty ? nil : text
}
