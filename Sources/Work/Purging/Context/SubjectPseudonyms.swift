package import AuditJournal
internal import CivilTime
internal import Identifiers
internal import RecordStores
internal import StoreBindings
package import Transforms
package import Words

/// What columns with a keyed transform have in a person's place once their rows are pseudonymised, under every key version that is at hand.
package struct SubjectPseudonyms: Sendable {
  /// The domains and versions whose pseudonyms are made.
  package let reach: [HeldPseudonyms]
  /// Domains and versions whose key is not at hand: rows that were pseudonymised under them are not reached.
  package let missing: [HeldPseudonyms]
  private let transforms: [any ColumnTransform]

  /// - Parameter keys: the keys that are at hand, by domain.
  package init(_ configuration: Configuration, keys: [DomainID: [DomainKey]]) {
    var transforms: [any ColumnTransform] = []
    var reach: Set<HeldPseudonyms> = []
    var missing: Set<HeldPseudonyms> = []
    // No keyed transform of an identifier depends on the day.
    let day = CivilDate(daysSinceEpoch: 0)
    for bound in configuration.bindings.recordSets {
      for change in bound.changes
      where change.column == bound.recordSet.subject && change.transform.isIdentifying {
        let place = TransformPlace(
          domain: bound.domain, store: bound.recordSet.store, table: bound.recordSet.table,
          column: change.column, day: day)
        for version in configuration.bindings.keys.pseudonyms[bound.domain]?.map(\.version) ?? [] {
          let named = HeldPseudonyms(domain: bound.domain, version: version)
          guard let key = keys[bound.domain]?.first(where: { $0.version == version }),
            let transform = try? change.transform.transform(
              at: place, keys: KeyRing([bound.domain: [key]]))
          else {
            missing.insert(named)
            continue
          }
          reach.insert(named)
          transforms.append(transform)
        }
      }
    }
    self.transforms = transforms
    self.reach = reach.sorted(by: Self.inOrder)
    self.missing = missing.sorted(by: Self.inOrder)
  }

  private static func inOrder(_ left: HeldPseudonyms, _ right: HeldPseudonyms) -> Bool {
    (left.domain, left.version) < (right.domain, right.version)
  }

  /// Returns what every such column may have in an identifier's place. A row may have had any of the identifier's spellings.
  package func pseudonyms(of identifier: String) -> [String] {
    guard !transforms.isEmpty else { return [] }
    let spellings = Self.spellings(of: identifier)
    var found: Set<String> = []
    for transform in transforms {
      for spelling in spellings {
        var values = [ColumnValue.text(spelling)]
        if let number = Int64(spelling) { values.append(.integer(number)) }
        for value in values {
          // A value that the transform refuses is in no row that it changed.
          switch try? transform.apply(value, subject: value) {
          case .text(let text): found.insert(text)
          case .integer(let number): found.insert(String(number))
          default: continue
          }
        }
      }
    }
    return Array(found)
  }

  /// The spellings that rows may have had: as it is given, in each form's exact one, with and without a NIR's key, in capitals and in small letters.
  static func spellings(of identifier: String) -> Set<String> {
    var found: Set = [identifier]
    for form in SubjectForm.allCases { found.insert(form.exact(identifier)) }
    for spelling in found {
      if let key = NIRKey.of(spelling) { found.insert(spelling + key) }
      if spelling.utf8.count == 15, NIRKey.of(String(spelling.prefix(13))) != nil {
        found.insert(String(spelling.prefix(13)))
      }
    }
    // The key of the identifier as it is given, if it has one, may be a wrong one that rows have, too.
    let packed = identifier.filter { !$0.isWhitespace && $0 != "." && $0 != "-" }
    found.insert(packed)
    for spelling in found {
      found.insert(spelling.uppercased())
      found.insert(spelling.lowercased())
    }
    return found
  }
}

/// The two digits behind a NIR.
enum NIRKey {
  /// - Returns: nil for what is not 13 characters of a NIR.
  static func of(_ text: String) -> String? {
    var digits = Array(text.uppercased().utf8)
    guard digits.count == 13 else { return nil }
    // Corsica's departments: the key counts 2A as 19 and 2B as 18.
    if digits[5] == UInt8(ascii: "2"), digits[6] == UInt8(ascii: "A") || digits[6] == UInt8(ascii: "B") {
      let isA = digits[6] == UInt8(ascii: "A")
      digits[5] = UInt8(ascii: "1")
      digits[6] = isA ? UInt8(ascii: "9") : UInt8(ascii: "8")
    }
    guard let number = Int(String(decoding: digits, as: UTF8.self)),
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let key = 97 - number % 97
    return key < 10 ? "0\(key)" : "\(key)"
  }
}

extension TransformSpecification {
  /// Tells if what it makes of an identifier is one person's, and the key's holder can make it again.
  var isIdentifying: Bool {
    switch self {
    case .pseudonym, .nir, .ff1: true
    case .null, .constant, .mask, .generalisedDate, .department, .bucket, .ageBand, .hierarchy, .dateShift,
      .truncated, .redacted, .surrogate:
      false
    }
  }
}

extension Configuration {
  /// The record sets whose rows no longer say whom they are about once they are pseudonymised, whoever has the keys.
  package var recordSetsThatLoseSubjects: [RecordSetName] {
    bindings.recordSets.filter { bound in
      bound.changes.contains { $0.column == bound.recordSet.subject && !$0.transform.isIdentifying }
    }.map(\.recordSet.name)
  }
}
