internal import CLinux
internal import Glibc

/// What a process does that crashes: it ends at once, and leaves nothing of its memory behind, where keys and people's data are (decision 176).
enum ProcessSafety {
  /// The signals that Swift's runtime catches for its backtraces.
  private static let deadly = [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP, SIGSYS]

  /// Called before anything is read.
  static func establish() {
    openStandardStreams()
    endAtOnce()
    leaveNoCore()
    // A reader that goes away is an error of one write, and no reason to end in the midst of a purge.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Takes the signals back from Swift's runtime, whose handlers were set when it was loaded, if SWIFT_BACKTRACE or a terminal asked for
  /// them. They print registers and the memory that these point to; and after a signal that somebody sent, as systemd's watchdog sends
  /// SIGABRT, they return and the process goes on.
  private static func endAtOnce() {
    for number in deadly { _ = signal(number, SIG_DFL) }
    var all = sigset_t()
    unsafe sigemptyset(&all)
    for number in deadly + [SIGINT, SIGTERM] { unsafe sigaddset(&all, number) }
    // A parent may have blocked them, and what is blocked waits.
    unsafe pthread_sigmask(SIG_UNBLOCK, &all, nil)
  }

  /// Whoever started the program without a standard stream wants none: but its number must not become another file's, into which a page would be written.
  private static func openStandardStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free is this one.
      _ = unsafe open("/dev/null", O_RDWR)
    }
  }

  /// No core file, and none handed to a program that collects them, which does not ask for the limit.
  private static func leaveNoCore() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    // To lower a limit needs no right; where it fails all the same, the second measure stands.
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    _ = forbid_core_files()
  }
}
