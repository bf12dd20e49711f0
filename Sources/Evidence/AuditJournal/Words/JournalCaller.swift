internal import JSONText

/// The account that somebody has who had the service do something, by the kernel's word, and by which way they came to it.
package struct JournalCaller: Hashable, Sendable {
  /// How a caller comes to the service.
  package enum Way: String, Sendable {
    /// The service's control socket.
    case socket
  }

  package let uid: Int
  package let account: String
  package let way: Way

  package init(uid: Int, account: String, way: Way) {
    self.uid = uid
    self.account = account
    self.way = way
  }

  /// The member of an entry's data that has it. An entry that a person or the service's calendar asked for has none.
  static let member = "caller"

  var jsonValue: JSONValue {
    .object([
      "uid": .integer(uid), "account": .string(JournalText.redacted(account)),
      "way": .string(way.rawValue),
    ])
  }

  /// Nil in entries that nobody asked for through the service.
  init?(_ data: JSONValue?) {
    guard let uid = data?["uid"]?.integerValue, let account = data?["account"]?.stringValue,
      let way = data?["way"]?.stringValue.flatMap(Way.init)
    else { return nil }
    self.init(uid: uid, account: account, way: way)
  }
}

extension JSONValue {
  /// The data of an entry that a caller asked for.
  func adding(_ caller: JournalCaller?) -> JSONValue {
    guard let caller, case .object(var members) = self else { return self }
    members[JournalCaller.member] = caller.jsonValue
    return .object(members)
  }
}
