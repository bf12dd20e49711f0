internal import Glibc
internal import Words

/// A caller's connection that the relay hands on, with the account that the kernel told it.
///
/// The service lives in a user namespace of its own (PrivateUsers=), where the kernel calls every other account 65534. The relay does not, and has nothing
/// else: no key, no file, no store (decision 257).
struct Introduction {
  static let verb = "introduce"

  let caller: Caller
  let talk: ControlTalk

  /// - Parameter relay: who says so, which only root and the service's own account may.
  init(_ request: ControlRequest, by relay: ControlTalk) throws(ControlError) {
    let descriptors = relay.channel.takeDescriptors()
    // Each closes its descriptor, whatever becomes of it here.
    let channels = descriptors.map(ControlChannel.init)
    try request.requireOnly("uid")
    guard relay.caller.isTrusted else {
      throw .refused("only the service's own account introduces others", .notPermitted)
    }
    guard channels.count == 1, let uid = uid_t(exactly: try request.integer("uid")) else {
      throw .noRequest(cause: "an introduction has one connection and an account's number")
    }
    caller = Caller(uid: uid)
    talk = ControlTalk(caller: caller, channel: channels[0])
    talk.channel.neverWait()
  }
}
