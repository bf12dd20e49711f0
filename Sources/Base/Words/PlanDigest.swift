/// The digest of a plan, in hexadecimal. A run says which plan it began with.
package struct PlanDigest: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }

  /// The first digits, which are enough for people.
  package var short: Substring { rawValue.prefix(16) }
}
