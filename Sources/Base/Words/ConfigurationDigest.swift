/// The digest of a configuration, which both files and what they name make together, in hexadecimal. What is approved, and what a run is under, is named by it.
package struct ConfigurationDigest: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }

  /// The first digits, which are enough for people.
  package var short: Substring { rawValue.prefix(16) }
}
