/// What redacting looks for in a text, each with the tag that takes its place.
package enum RedactedKind: String, Hashable, Sendable, CaseIterable {
  case nir, iban, email, phone

  var tag: String { "[" + rawValue.uppercased() + "]" }
}
