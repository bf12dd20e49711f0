/// Turns one column's value into its pseudonymised form.
///
/// The same value of the same subject gives the same result, but where a transform is random by what it promises.
public protocol ColumnTransform: Sendable {
  /// Whether the new value depends on whom the row is about.
  var needsSubject: Bool { get }
  /// Whether every value becomes null, so that none has to be read.
  var isNulling: Bool { get }
  /// The new value. `null` stays null unless the transform says otherwise.
  ///
  /// - Parameter subject: the row's subject as it was before the change; null where there is none, or where the transform does not need it.
  /// - Throws: when the value cannot be transformed (a type or form that the transform does not know); the row is
  ///   then set aside and reported, never written half done.
  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue
  /// Whether a value already has the form that the transform produces and no real value has, so that a row can be
  /// recognised as done without a marker; nil if the transform cannot tell.
  func isOutput(_ value: ColumnValue) -> Bool?
}

extension ColumnTransform {
  public var needsSubject: Bool { false }
  public var isNulling: Bool { false }
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
