/// What a column has for one value of a fact, as stores.json says it.
package enum FactWord: Hashable, Sendable {
  /// The whole value.
  case value(ColumnValue)
  /// What a text begins with: `SR` of `SR20260101`.
  case prefix(String)

  package var value: ColumnValue? { if case .value(let value) = self { value } else { nil } }

  package var prefix: String? { if case .prefix(let prefix) = self { prefix } else { nil } }
}
