/// What pseudonymised rows must be to each other: in every class of rows that have the same quasi-identifiers, null being a value like any
/// other, there are at least `k`. A row whose class would be smaller is not changed.
package struct Anonymity: Hashable, Sendable {
  /// Columns by which somebody who knows a person could find the row.
  package let quasiIdentifiers: [String]
  package let k: Int

  package init(quasiIdentifiers: [String], k: Int) {
    self.quasiIdentifiers = quasiIdentifiers
    self.k = k
  }
}
