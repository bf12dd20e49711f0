/// The id of a domain, as `retention-rules.json` has it.
package struct DomainID: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }
}
