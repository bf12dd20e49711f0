/// Why a value cannot be transformed. It says what kind of value it is and never which.
package enum TransformError: Error, Hashable, Sendable, CustomStringConvertible {
  case notText(transform: String)
  case notADate(transform: String)
  case notAPostalCode
  case notANumber
  case notANIR
  case notOfAlphabet(FF1Alphabet)
  case lengthOutside(FF1Alphabet, ClosedRange<Int>)
  case bornLater
  case outsideCalendar(transform: String)
  case noSubject
  case notInHierarchy
  case hierarchyNotNumeric
  case hierarchyNotLoaded
  case noKey(transform: String)

  package var description: String {
    switch self {
    case .notText(let transform):
      "transform \(transform): the value is no text, or has bytes that are no UTF-8"
    case .notADate(let transform): "transform \(transform): the value is no date that it knows the form of"
    case .notAPostalCode: "transform department: the value is no postal code of five characters"
    case .notANumber: "transform bucket: the value is no number"
    case .notANIR: "transform nir: the value is no NIR of 13 or 15 characters"
    case .notOfAlphabet(let alphabet):
      "transform ff1: the value has characters that are not of the alphabet \(alphabet.rawValue)"
    case .lengthOutside(let alphabet, let range):
      "transform ff1: the value has fewer than \(range.lowerBound) or more than \(range.upperBound) characters of the alphabet \(alphabet.rawValue)"
    case .bornLater: "transform age-band: the birth date lies behind the day of the run"
    case .outsideCalendar(let transform):
      "transform \(transform): the new date would lie outside of the years 1 to 9999"
    case .noSubject: "transform date-shift: the row names no subject to move its dates by"
    case .notInHierarchy:
      "transform hierarchy: the file does not have the value: add it, or add \"otherwise\" in stores.json"
    case .hierarchyNotNumeric:
      "transform hierarchy: the column has numbers, and the file gives a word"
    case .hierarchyNotLoaded: "transform hierarchy: its file is not loaded"
    case .noKey(let transform): "transform \(transform): its key is not loaded"
    }
  }
}
