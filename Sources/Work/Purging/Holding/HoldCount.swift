package import RecordStores

/// What a hold keeps in the stores now.
package struct HoldCount: Sendable {
  /// A record set or dependent table, and how many of its rows the hold keeps.
  package struct Place: Hashable, Sendable {
    package let name: String
    package let rows: Int
    /// Tells if the rows are a dependent's, which keep the record that they refer to.
    package let isDependent: Bool
  }

  /// A record set that could not be asked.
  package struct Unanswered: Sendable {
    package let name: String
    package let error: StoreError
  }

  /// The record sets in which it keeps something.
  package internal(set) var places: [Place] = []
  package internal(set) var unanswered: [Unanswered] = []
  /// How many record sets and dependent tables were asked.
  package internal(set) var asked = 0

  package init() {}

  package var records: Int { places.reduce(0) { $0 + ($1.isDependent ? 0 : $1.rows) } }
  package var dependentRows: Int { places.reduce(0) { $0 + ($1.isDependent ? $1.rows : 0) } }
  /// Tells if every store was asked and has nothing that the hold names.
  package var isNobody: Bool { places.isEmpty && unanswered.isEmpty }
}
