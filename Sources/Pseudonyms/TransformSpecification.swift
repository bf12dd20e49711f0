public import RecordStores

/// What `stores.json` says should become of a column when its row is pseudonymised.
public enum TransformSpecification: Hashable, Sendable {
  /// A keyed pseudonym of the normalised value.
  case pseudonym(Normaliser)
  case null
  case constant(ColumnValue)
  /// Every character but the first and last so many becomes the mask.
  case mask(character: Character, keepFirst: Int, keepLast: Int)
  case generalisedDate(DateGrain)
  /// A French postal code to its department, filled with zeros.
  case department
  /// A number to the lower bound of its bucket.
  case bucket(width: Int64)
  /// A NIR-shaped value that is no person's: 9, twelve keyed digits and their key.
  case nir

  /// How much of a date is left: the first day of what it lies in.
  public enum DateGrain: String, Hashable, Sendable, CaseIterable {
    case month, quarter, year
  }

  /// The name that `stores.json` gives it.
  public var name: String {
    switch self {
    case .pseudonym: "pseudonym"
    case .null: "null"
    case .constant: "constant"
    case .mask: "mask"
    case .generalisedDate: "date"
    case .department: "department"
    case .bucket: "bucket"
    case .nir: "nir"
    }
  }

  /// Whether it needs a key of its domain.
  public var isKeyed: Bool {
    switch self {
    case .pseudonym, .nir: true
    default: false
    }
  }

  /// Whether its output can be told from every real value, so that a row shows by itself that it is done.
  public var isRecognisable: Bool {
    switch self {
    case .pseudonym, .null, .nir: true
    default: false
    }
  }
}

/// Makes the transform of a specification for one domain.
///
/// - Throws: `KeyError` where the domain has no key.
public func makeTransform(_ specification: TransformSpecification, domain: String, keys: KeyRing)
  throws(KeyError) -> any ColumnTransform
{
  switch specification {
  case .pseudonym(let normaliser):
    Pseudonym(
      key: keys.currentKey(of: domain), version: try keys.currentVersion(of: domain), domain: domain,
      normaliser: normaliser)
  case .nir:
    NobodysNIR(key: keys.currentKey(of: domain), version: try keys.currentVersion(of: domain), domain: domain)
  case .null: PlainTransform(result: { _ in .null }, isOutput: { $0 == .null })
  case .constant(let value): PlainTransform(result: { _ in value })
  case .mask(let character, let first, let last):
    PlainTransform(result: { try Generalisation.masked($0, character, keepFirst: first, keepLast: last) })
  case .generalisedDate(let grain): PlainTransform(result: { try Generalisation.date($0, to: grain) })
  case .department: PlainTransform(result: { try Generalisation.department($0) })
  case .bucket(let width): PlainTransform(result: { try Generalisation.bucket($0, width: width) })
  }
}

/// A transform without a key.
struct PlainTransform: ColumnTransform {
  let result: @Sendable (ColumnValue) throws -> ColumnValue
  var isOutputTest: (@Sendable (ColumnValue) -> Bool)?

  init(
    result: @escaping @Sendable (ColumnValue) throws -> ColumnValue,
    isOutput: (@Sendable (ColumnValue) -> Bool)? = nil
  ) {
    self.result = result
    isOutputTest = isOutput
  }

  func apply(_ value: ColumnValue) throws -> ColumnValue { try result(value) }
  func isOutput(_ value: ColumnValue) -> Bool? { isOutputTest.map { $0(value) } }
}

/// Why a value cannot be transformed. It says what kind of value it is and never which.
public enum TransformError: Error, Hashable, Sendable, CustomStringConvertible {
  case notText(transform: String)
  case notADate
  case notAPostalCode
  case notANumber
  case notANIR
  case noKey(transform: String)

  public var description: String {
    switch self {
    case .notText(let transform): "transform \(transform): the value is no text"
    case .notADate: "transform date: the value is no date YYYY-MM-DD"
    case .notAPostalCode: "transform department: the value is no postal code of five characters"
    case .notANumber: "transform bucket: the value is no number"
    case .notANIR: "transform nir: the value has neither 13 nor 15 characters"
    case .noKey(let transform): "transform \(transform): its key is not loaded"
    }
  }
}
