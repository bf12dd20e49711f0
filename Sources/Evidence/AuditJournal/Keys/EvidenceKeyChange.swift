internal import JSONText

/// What entries say of evidence keys after the first.
package enum EvidenceKeyChange: Sendable {
  /// Another key is the journal's from here on.
  case rotated(from: String, to: String, reason: String, by: String)
  /// A former key was destroyed; so many batches can be asked by nobody any more.
  case destroyed(id: String, batches: Int, reason: String, by: String)

  var type: EntryType {
    switch self {
    case .rotated: .evidenceKeyRotated
    case .destroyed: .evidenceKeyDestroyed
    }
  }

  var jsonValue: JSONValue {
    switch self {
    case .rotated(let from, let to, let reason, let by):
      .object(["from": .string(from), "to": .string(to), "reason": .string(reason), "by": .string(by)])
    case .destroyed(let id, let batches, let reason, let by):
      .object([
        "id": .string(id), "batches": .integer(batches), "reason": .string(reason), "by": .string(by),
      ])
    }
  }
}
