public import CivilTime

/// What a hold keeps from every stage.
public enum HoldScope: Sendable {
  /// Every record of a person, in every record set that names its subject.
  case subject(String)
  /// One record, by its key in `KeyList`'s encoding.
  case record(store: String, recordSet: String, key: [UInt8])
  case recordSet(String)

  var kind: String {
    switch self {
    case .subject: "subject"
    case .record: "record"
    case .recordSet: "record-set"
    }
  }
}

/// A hold in force, without whom it is about.
public struct Hold: Hashable, Sendable {
  public let id: Int
  /// `subject`, `record` or `record-set`.
  public let kind: String
  /// The record set of a hold on one or on a record of one.
  public let recordSet: String?
  public let reference: String
  public let reason: String
  public let by: String
  public let since: Instant
}
