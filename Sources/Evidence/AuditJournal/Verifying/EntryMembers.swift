internal import JSONText
internal import Words

/// The members of an entry's data, wherever they come from: an entry that was built, or one that was only scanned.
enum EntryMembers {
  case built(JSONValue)
  case scanned(CanonicalScan, in: CanonicalScan.Object)

  /// A member that is a text; nil for every other.
  func text(_ name: String) -> String? {
    switch self {
    case .built(let data): data[name]?.stringValue
    // Plain entries are ASCII.
    case .scanned(let scan, let object):
      scan.string(name, in: object).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// A member that is a whole number; nil for every other.
  func integer(_ name: String) -> Int? {
    switch self {
    case .built(let data): data[name]?.integerValue
    case .scanned(let scan, let object): scan.integer(name, in: object)
    }
  }

  /// How many a member counts in all, by table; nil where it is missing, and where it is no such member. A forged entry may have more than any number.
  func total(_ name: String) -> Int? {
    switch self {
    case .built(let data):
      guard case .object(let counts)? = data[name] else { return nil }
      return counts.values.reduce(0 as Int?) { total, value in
        guard let total, let number = value.integerValue, number >= 0 else { return nil }
        let (sum, isTooLarge) = total.addingReportingOverflow(number)
        return isTooLarge ? nil : sum
      }
    case .scanned(let scan, let object): return scan.object(name, in: object).flatMap(scan.total)
    }
  }

  /// Tells if there is such a member, whatever it is.
  func has(_ name: String) -> Bool {
    switch self {
    case .built(let data): data[name] != nil
    case .scanned(let scan, let object): scan.value(name, in: object) != nil
    }
  }

  /// The data as a whole. An entry whose statement needs them is never only scanned.
  var data: JSONValue {
    switch self {
    case .built(let data): data
    case .scanned: .null
    }
  }

  /// The number of the batch that the entry names; nil if it names none.
  var batch: Int? {
    text("batch").flatMap { BatchName($0).entry }
  }
}
