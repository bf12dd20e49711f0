/// How values of a type are compared that the server did not bring with it: an extension's, or one that the schema's owner made.
///
/// Names of operators alone lead to whatever the owner of a schema called so; and a cast that somebody made of the type can lead even the server's own
/// operators to another type.
package struct ForeignType: Hashable, Sendable {
  /// The operator or function that compares two values of the type.
  package enum Comparison: Hashable, Sendable {
    /// An operator, written with its schema, which an index serves.
    case byOperator(String)
    /// The operator's function, where the operator could be taken for one of another type.
    case byFunction(String)
  }

  /// The type's own name, with its schema.
  package let name: String
  /// By the sign, of the type's default operator class; empty if the type has none, and compares as it is written.
  package let comparisons: [String: Comparison]
  /// Tells if a cast to text runs a function, which could show anything.
  package let hasTextFunction: Bool

  package init(name: String, comparisons: [String: Comparison], hasTextFunction: Bool) {
    self.name = name
    self.comparisons = comparisons
    self.hasTextFunction = hasTextFunction
  }
}
