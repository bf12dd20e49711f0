/// Turns one column's value into its pseudonymised form.
///
/// The same value of the same subject gives the same result, but where a transform is random by what it promises.
package protocol ColumnTransform: Sendable {
  /// Tells if the new value depends on whom the row is about.
  var needsSubject: Bool { get }
  /// Tells if every value becomes null, so that none has to be read.
  var isNulling: Bool { get }
  /// The new value. `null` stays null unless the transform says otherwise.
  ///
  /// - Parameter subject: the row's subject as it was before the change; null where there is none, or where the transform does not need it.
  /// - Throws: when the value cannot be transformed (a type or form that the transform does not know); the row is
  ///   then set aside and reported, never written half done.
  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue
  /// Tells if a value already has the form that the transform produces and no real value has, so that a row can be
  /// recognised as done without a marker; nil if the transform cannot tell.
  func isOutput(_ value: ColumnValue) -> Bool?
  /// A regular expression that no value matches but one of the transform's form, in the words that all engines have, so that a server can leave
  /// most done rows out by itself; nil where there is none. What it lets through is asked of `isOutput`.
  var outputPattern: String? { get }
}

extension ColumnTransform {
  package var needsSubject: Bool { false }
  package var isNulling: Bool { false }
  package var outputPattern: String? { nil }

  /// Tells if a value shows by its form if the transform has made it.
  package var canTell: Bool { isNulling || isOutput(.null) != nil }

  /// Tells if a value is as the transform leaves it.
  package func isDone(_ value: ColumnValue) -> Bool { value == .null || isOutput(value) == true }
}

/// One column of a pseudonymising change.
package struct ColumnChange: Sendable {
  package let column: String
  package let transform: any ColumnTransform
  /// The rows in which the marker alone says that the column is done.
  package var trust: MarkerTrust

  package init(column: String, transform: any ColumnTransform, trust: MarkerTrust = .none) {
    self.column = column
    self.transform = transform
    self.trust = trust
  }

  /// The column's new value in a row that is not done.
  ///
  /// A pseudonym is never made of a pseudonym: what has the transform's form stays. In a row that was marked before, so does a column whose
  /// transform cannot tell: an enciphered number, enciphered again, would be another person's.
  package func newValue(_ value: ColumnValue, subject: ColumnValue, isMarked: Bool) throws -> ColumnValue {
    if transform.isNulling { return .null }
    if transform.canTell ? transform.isOutput(value) == true : isMarked { return value }
    return try transform.apply(value, subject: subject)
  }
}

/// The rows in which a marker alone says that a column is done, whatever the column looks like. Another transform may have been in force when they
/// were marked, and what it left is not "not done".
package enum MarkerTrust: Hashable, Sendable {
  /// In none: the column must have its form.
  case none
  /// In those whose marker is this or less.
  case upTo(ColumnValue)
  /// In all.
  case all
}
