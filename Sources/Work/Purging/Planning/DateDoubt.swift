package import CivilTime

/// Why a date cannot be meant.
package enum DateDoubt: Hashable, Sendable, CustomStringConvertible {
  /// The value is not in the form that the binding names.
  case notADate(form: String)
  case beforeEarliest(CivilDate)
  case afterLatest(CivilDate)

  package var description: String {
    switch self {
    case .notADate(let form): "it is no date of the form \(form), which stores.json says the column has"
    case .beforeEarliest(let day): "it is before \(day), the earliest day that can be meant"
    case .afterLatest(let day): "it is after \(day), the latest day that can be meant"
    }
  }
}
