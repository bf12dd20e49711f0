internal import Glibc

/// Why a record did not reach the system journal.
package enum JournalSendError: Error, Sendable, Hashable {
  /// The journal drops fields of such names.
  case invalidField(name: String)
  /// No system journal listens.
  case absent
  /// The journal's socket answered with this errno.
  case refused(errorNumber: Int32)
}

extension JournalSendError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidField(let name):
      "the journal field \"\(name)\" is not a name of capitals, digits and underscores, 64 at most"
    case .absent: "no system journal listens on this machine: start systemd-journald"
    case .refused(let number):
      "the system journal took no record: " + (unsafe String(cString: strerror(number)))
        + "; check `systemctl status systemd-journald`"
    }
  }
}
