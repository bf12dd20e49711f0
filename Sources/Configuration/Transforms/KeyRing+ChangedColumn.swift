internal import Identifiers
package import RecordStores
package import Words

extension KeyRing {
  /// What a transform writes into a column, for the look at the schema before a run.
  package func changedColumn(_ column: String, _ specification: TransformSpecification, domain: DomainID)
    -> ChangedColumn
  {
    switch specification {
    case .null, .constant(.null): return ChangedColumn(column: column, isNulled: true)
    case .pseudonym(let form):
      // A domain without a key is refused elsewhere.
      let version = (try? currentVersion(of: domain)) ?? 1
      let pseudonym = Pseudonym(key: nil, version: version, domain: domain, form: form)
      return ChangedColumn(column: column, content: .text, length: pseudonym.length)
    case .constant(.text(let text)):
      return ChangedColumn(column: column, merges: true, length: text.unicodeScalars.count)
    case .constant(.integer), .constant(.real):
      return ChangedColumn(column: column, content: .number, merges: true)
    case .hierarchy(let hierarchy):
      return ChangedColumn(
        column: column, isNulled: hierarchy.otherwise == .null, merges: true, length: hierarchy.longest)
    case .ageBand(_, _, .age): return ChangedColumn(column: column, content: .number, merges: true)
    case .surrogate: return ChangedColumn(column: column, length: 36)
    // A digest of so few digits is now and then the same for two people.
    case .nir(.hmac, _): return ChangedColumn(column: column, merges: true)
    case .nir(.ff1, _), .ff1: return ChangedColumn(column: column, content: .identifier)
    case .constant, .mask, .generalisedDate, .department, .bucket, .ageBand, .dateShift, .truncated,
      .redacted:
      return ChangedColumn(column: column, merges: true)
    }
  }
}
