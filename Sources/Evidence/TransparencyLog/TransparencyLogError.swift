/// Why a text or file of a log is not what it should be.
package enum TransparencyLogError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It has not the form that its specification gives it.
  case form(String)
  /// It has the form, and no signature of the key that was asked for.
  case signature(String)
  /// A key that is none.
  case key(String)
  /// A proof that does not lead to the root.
  case proof(String)

  package var description: String {
    switch self {
    case .form(let cause), .signature(let cause), .key(let cause), .proof(let cause): cause
    }
  }
}
