/// One rule's stage in one record set.
struct RunStage: Hashable, Sendable, CustomStringConvertible {
  let recordSet: String
  let rule: String
  let action: String

  var description: String { "\(action) of \(recordSet) by rule \(rule)" }
}
