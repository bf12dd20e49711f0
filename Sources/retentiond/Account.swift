internal import Glibc

/// Who runs the program, for entries that name who acted.
enum Account {
  static var name: String {
    // sudo keeps the person's name; the effective account is all that is known otherwise.
    if let sudoer = unsafe getenv("SUDO_USER") { return unsafe String(cString: sudoer) }
    guard let entry = unsafe getpwuid(geteuid()), let name = unsafe entry.pointee.pw_name else {
      return "uid \(geteuid())"
    }
    return unsafe String(cString: name)
  }
}
