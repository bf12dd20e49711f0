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
