/// The name of a record set, as `stores.json` has it.
package struct RecordSetName: TypedName {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }
}
