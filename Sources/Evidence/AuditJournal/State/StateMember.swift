internal import JSONText

/// What an entry's member `state` says of the tables that decide: of each its digest, or which entry has it.
struct StateMember: Equatable {
  enum Value: Equatable {
    case digest(String)
    case entry(Int)
  }

  /// A digest with the entry that has it.
  struct Said: Equatable {
    let digest: String
    let entry: Int
  }

  static let name = "state"

  let values: [StateTable: Value]

  /// - Returns: nil if a table is missing, or has neither a digest nor an entry.
  init?(_ text: (String) -> String?, _ integer: (String) -> Int?) {
    var values: [StateTable: Value] = [:]
    for table in StateTable.allCases {
      if let digest = text(table.rawValue), digest.utf8.count == 64 {
        values[table] = .digest(digest)
      } else if let entry = integer(table.rawValue), entry >= 0 {
        values[table] = .entry(entry)
      } else {
        return nil
      }
    }
    self.values = values
  }

  init?(_ value: JSONValue) {
    self.init({ value[$0]?.stringValue }, { value[$0]?.integerValue })
  }
}
