/// The name of a store, as `stores.json` has it.
package struct StoreName: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }
}
