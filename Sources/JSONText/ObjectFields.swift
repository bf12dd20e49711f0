/// The members of an object whose names are known.
public struct ObjectFields {
  public let field: Field
  let members: [String: Field]

  /// A member that may be missing.
  public subscript(name: String) -> Field? { members[name] }

  /// A member that must be there; its absence is reported.
  public func required(_ name: String) -> Field? {
    if let field = members[name] { return field }
    field.report("no \"\(name)\"", "add it")
    return nil
  }
}
