internal import JSONText

/// The account that started a run, by the kernel's word (decision 47).
package struct RunAccount: Hashable, Sendable {
  /// The number of the account that the process belongs to, and its name.
  package let uid: Int
  package let name: String
  /// The account of whoever logged in, which the kernel keeps through `sudo` and `su`; nil where nobody did, as for a service.
  package let login: String?
  /// Tells if the service ran it by its calendar; otherwise a person did from a shell.
  package let isService: Bool
  /// Who had the service run it, and no calendar did; nil if nobody did.
  package let caller: JournalCaller?

  package init(uid: Int, name: String, login: String?, isService: Bool, caller: JournalCaller? = nil) {
    self.caller = caller
    self.uid = uid
    self.name = name
    self.login = login
    self.isService = isService
  }

  var jsonValue: JSONValue {
    .object(
      [
        "uid": .integer(uid), "name": .string(JournalText.redacted(name)),
        "login": login.map { .string(JournalText.redacted($0)) },
        "from": .string(isService ? Self.service : "shell"), "caller": caller?.jsonValue,
      ].compactMapValues { $0 })
  }

  private static let service = "service"

  /// Nil in entries of before accounts were noted.
  init?(_ data: JSONValue?) {
    guard let uid = data?["uid"]?.integerValue, let name = data?["name"]?.stringValue,
      let from = data?["from"]?.stringValue
    else { return nil }
    self.init(
      uid: uid, name: name, login: data?["login"]?.stringValue, isService: from == Self.service,
      caller: JournalCaller(data?["caller"]))
  }
}
