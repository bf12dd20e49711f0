/// The members of an object whose names are known.
package struct ObjectFields {
  package let field: Field
  let members: [String: Field]

  /// A member that may be missing.
  package subscript(name: String) -> Field? { members[name] }

  /// A member that must be there; its absence is reported.
  package func required(_ name: String) -> Field? {
    if let field = members[name] { return field }
    field.report("no \"\(name)\"", "add it")
    return nil
  }
}
