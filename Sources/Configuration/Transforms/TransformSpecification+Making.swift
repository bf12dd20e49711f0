internal import Identifiers
package import RecordStores
internal import Words

extension TransformSpecification {
  /// Makes the transform for one column.
  ///
  /// - Throws: `KeyError` if the domain has no key.
  package func transform(at place: TransformPlace, keys: KeyRing) throws(KeyError) -> any ColumnTransform {
    let domain = place.domain
    switch self {
    case .pseudonym(let form):
      return Pseudonym(
        key: try keys.currentKey(of: domain), version: try keys.currentVersion(of: domain), domain: domain,
        form: form)
    case .nir(let method, let hasValidKey):
      return NobodysNIR(
        key: try keys.currentKey(of: domain), domain: domain, method: method, hasValidKey: hasValidKey)
    case .ff1(let alphabet):
      let tweak = Array([place.store.rawValue, place.table, place.column].joined(separator: "\0").utf8)
      let cipher = try keys.currentKey(of: domain).map {
        FF1(key: $0.derived(for: "ff1", domain: domain), tweak: tweak, radix: alphabet.radix)
      }
      return FormatPreserving(cipher: cipher, alphabet: alphabet)
    case .dateShift(let days, let form):
      return DateShift(
        key: try keys.currentKey(of: domain), domain: domain, maximumDays: days, form: form)
    case .null: return PlainTransform(result: { _ in .null }, isOutput: { $0 == .null }, isNulling: true)
    case .constant(let value): return PlainTransform(result: { _ in value })
    case .mask(let character, let first, let last):
      return PlainTransform(result: {
        try Generalisation.masked($0, character, keepFirst: first, keepLast: last)
      })
    case .generalisedDate(let grain):
      return PlainTransform(result: { try Generalisation.date($0, to: grain) })
    case .department: return PlainTransform(result: { try Generalisation.department($0) })
    case .bucket(let width): return PlainTransform(result: { try Generalisation.bucket($0, width: width) })
    case .ageBand(let width, let topCode, let result):
      return AgeBand(width: width, topCode: topCode, result: result, day: place.day)
    case .hierarchy(let hierarchy): return PlainTransform(result: { try hierarchy.generalised($0) })
    case .truncated(let count): return PlainTransform(result: { try Generalisation.truncated($0, to: count) })
    case .redacted(let kinds):
      let redactor = TextRedactor(kinds: kinds)
      return PlainTransform(result: { try Generalisation.redacted($0, by: redactor) })
    case .surrogate(let isConsistent): return Surrogate(isConsistent: isConsistent)
    }
  }
}
