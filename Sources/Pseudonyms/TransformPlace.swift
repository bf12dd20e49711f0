public import CivilTime

/// Where and when a transform is at work.
public struct TransformPlace: Hashable, Sendable {
  public let domain: String
  public let store: String
  public let table: String
  public let column: String
  /// The day of the run.
  public let day: CivilDate

  public init(domain: String, store: String, table: String, column: String, day: CivilDate) {
    self.domain = domain
    self.store = store
    self.table = table
    self.column = column
    self.day = day
  }
}
