package import Identifiers
package import RecordStores

/// What `stores.json` says should become of a column when its row is pseudonymised.
package enum TransformSpecification: Hashable, Sendable {
  /// A keyed pseudonym of the normalised value.
  case pseudonym(SubjectForm)
  case null
  case constant(ColumnValue)
  /// Every character but the first and last so many becomes the mask.
  case mask(character: Character, keepFirst: Int, keepLast: Int)
  case generalisedDate(DateGrain)
  /// A French postal code to its department, filled with zeros.
  case department
  /// A number to the lower bound of its bucket.
  case bucket(width: Int64)
  /// A NIR-shaped value that is no person's: 9, twelve keyed characters and a key.
  case nir(NIRMethod, hasValidKey: Bool)
  /// Letters and digits to others, one to one.
  case ff1(FF1Alphabet)
  /// A birth date to the band of its age on the day of the run.
  case ageBand(width: Int, topCode: Int, result: AgeResult)
  case hierarchy(Hierarchy)
  /// A date moved by up to so many days, by as many for all rows of a subject.
  case dateShift(maximumDays: Int, SubjectForm)
  /// The first characters of a text.
  case truncated(keepFirst: Int)
  /// A text with tags in place of what looks like an identifier.
  case redacted(Set<RedactedKind>)
  /// A random UUID.
  case surrogate(isConsistentInBatch: Bool)

  /// How much of a date is left: the first day of what it lies in.
  package enum DateGrain: String, Hashable, Sendable, CaseIterable {
    case month, quarter, year
  }

  /// How the characters of a NIR that is nobody's come about.
  package enum NIRMethod: String, Hashable, Sendable, CaseIterable {
    /// From a keyed digest: nothing leads back, and two people may share one.
    case hmac
    /// Enciphered: the key leads back, and two people of one first digit never share one.
    case ff1
  }

  /// What stands for a band of ages.
  package enum AgeResult: String, Hashable, Sendable, CaseIterable {
    /// The first day of the year in which the lower bound's age is reached, in the birth date's own form.
    case date
    /// The lower bound itself.
    case age
  }

  /// The name that `stores.json` gives it.
  package var name: String {
    switch self {
    case .pseudonym: "pseudonym"
    case .null: "null"
    case .constant: "constant"
    case .mask: "mask"
    case .generalisedDate: "date"
    case .department: "department"
    case .bucket: "bucket"
    case .nir: "nir"
    case .ff1: "ff1"
    case .ageBand: "age-band"
    case .hierarchy: "hierarchy"
    case .dateShift: "date-shift"
    case .truncated, .redacted: "text"
    case .surrogate: "surrogate"
    }
  }

  /// Tells if it needs a key of its domain.
  package var isKeyed: Bool {
    switch self {
    case .pseudonym, .nir, .ff1, .dateShift: true
    case .null, .constant, .mask, .generalisedDate, .department, .bucket, .ageBand, .hierarchy, .truncated,
      .redacted, .surrogate:
      false
    }
  }

  /// Tells if it needs the row's subject.
  package var needsSubject: Bool { if case .dateShift = self { true } else { false } }

  /// Tells if its output can be told from every real value, so that a row shows by itself that it is done.
  package var isRecognisable: Bool {
    switch self {
    case .pseudonym, .null, .nir: true
    case .constant, .mask, .generalisedDate, .department, .bucket, .ff1, .ageBand, .hierarchy, .dateShift,
      .truncated, .redacted, .surrogate:
      false
    }
  }

  /// Why its output may lead back to a person, so that nothing that it is part of is anonymous; nil where it may not.
  package var linkability: String? {
    switch self {
    case .pseudonym, .nir(.hmac, _): "all rows of one person get the same value"
    case .ff1, .nir(.ff1, _): "whoever holds the key can turn it back"
    case .dateShift: "the dates stay close to the real ones, and what lies between them stays the same"
    case .mask: "a part of the value stays"
    case .truncated, .redacted: "what the text says of a person is not found for certain"
    case .surrogate(isConsistentInBatch: true): "rows of one person get the same value within a batch"
    case .surrogate, .null, .constant, .generalisedDate, .department, .bucket, .ageBand, .hierarchy: nil
    }
  }
}
