internal import Words

/// Why the control socket gave no answer, or why the service refuses to do what it was asked for.
enum ControlError: Error, CustomStringConvertible {
  /// Nobody listens at any of these places.
  case noService(places: [String], cause: String)
  /// The socket lets this account not in.
  case notAllowed(place: String)
  /// The services that answer have other files.
  case otherFiles(place: String, stores: String)
  /// The connection ended before the answer was there.
  case gone
  /// Nothing came for too long, or what came was no request.
  case noRequest(cause: String)
  /// The service refuses it.
  case refused(String, ExitStatus)

  var description: String {
    switch self {
    case .noService(let places, let cause):
      "no service answers at \(places.joined(separator: " or ")) (\(cause)): start it (`systemctl start retentiond`), and its socket (`systemctl start retentiond-control.socket`)"
    case .notAllowed(let place):
      "the service's socket \(place) does not let this account in: add the account to the group of the socket (`usermod --append --groups retentiond-control ACCOUNT`), and log in again"
    case .otherFiles(let place, let stores):
      "the service at \(place) works with \(stores), and not with the files that this command names: name its folder with --config, or leave --via-service out"
    case .gone:
      "the connection to the service ended before its answer: see `systemctl status retentiond`, then `retentiond journal show --last 5` for what was done"
    case .noRequest(let cause): "this is no request that the service knows: \(cause)"
    case .refused(let sentence, _): sentence
    }
  }

  var status: ExitStatus {
    switch self {
    case .noService: .storeUnavailable
    case .notAllowed: .notPermitted
    case .otherFiles, .noRequest: .usage
    case .gone: .tryAgain
    case .refused(_, let status): status
    }
  }
}
