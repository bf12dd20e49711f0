internal import ArgumentParser

/// The exit codes, as `retentiond --help` lists them. Where sysexits.h has one, it is that one.
enum ExitStatus: Int32 {
  case incomplete = 1
  case findings = 2
  /// A hold is in force, and no store has anybody whom it names.
  case nobody = 3
  /// `plan` shows a record set that a run would refuse, or be stopped by.
  case refused = 4
  case usage = 64
  case notFound = 66
  case storeUnavailable = 69
  case directory = 72
  case cannotCreate = 73
  case journal = 74
  case tryAgain = 75
  case notPermitted = 77
  case configuration = 78
  case guardStopped = 79

  var code: ExitCode { ExitCode(rawValue) }
}
