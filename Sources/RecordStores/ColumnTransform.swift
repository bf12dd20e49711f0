/// Turns one column's value into its pseudonymised form. Deterministic: the same value gives the same result.
public protocol ColumnTransform: Sendable {
  /// The new value. `null` stays null unless the transform says otherwise.
  ///
  /// - Throws: when the value cannot be transformed (a type or form that the transform does not know); the row is
  ///   then set aside and reported, never written half done.
  func apply(_ value: ColumnValue) throws -> ColumnValue
  /// Whether a value already has the form that the transform produces and no real value has, so that a row can be
  /// recognised as done without a marker; nil if the transform cannot tell.
  func isOutput(_ value: ColumnValue) -> Bool?
}

/// One column of a pseudonymising change.
public struct ColumnChange: Sendable {
  public let column: String
  public let transform: any ColumnTransform

  public init(column: String, transform: any ColumnTransform) {
    self.column = column
    self.transform = transform
  }
}
