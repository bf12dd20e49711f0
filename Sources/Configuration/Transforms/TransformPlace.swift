package import CivilTime
package import Words

/// Where and when a transform is at work.
package struct TransformPlace: Hashable, Sendable {
  package let domain: DomainID
  package let store: StoreName
  package let table: String
  package let column: String
  /// The day of the run.
  package let day: CivilDate

  package init(domain: DomainID, store: StoreName, table: String, column: String, day: CivilDate) {
    self.domain = domain
    self.store = store
    self.table = table
    self.column = column
    self.day = day
  }
}
