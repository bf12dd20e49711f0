/// Why a server could not do what was asked, in words that adapters share. No case carries a value of a row.
package enum ServerError: Error, Hashable, Sendable {
  /// No connection, or none any more.
  case lost(cause: String)
  /// Somebody else's lock.
  case busy
  case timedOut
  case interrupted
  /// A deadlock, or a transaction that cannot be put in order with another: the same again may succeed.
  case conflict(cause: String)
  case constraint(String)
  /// A value that its column does not take.
  case value(String)
  case full
  /// More than the server takes in one transaction.
  case tooLarge(cause: String)
  /// Another program of ours has claimed what it names.
  case taken(String)
  case notDurable(setting: String, remedy: String)
  case other(code: String, message: String)
}
