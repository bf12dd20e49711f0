internal import Identifiers
internal import JSONText

/// Reads which column has the identifier of the person whom a row is about, and what kind of identifier it is.
enum SubjectLoader {
  /// A column by its name alone has texts.
  static func subject(_ field: Field?) -> (column: String, form: SubjectForm)? {
    guard let field else { return nil }
    guard case .object = field.node.content else { return field.string.map { ($0, .text) } }
    guard let fields = field.object(["column", "form"]),
      let column = fields.required("column")?.string
    else { return nil }
    return (column, fields["form"].flatMap(form) ?? .text)
  }

  static func form(_ field: Field) -> SubjectForm? {
    guard let name = field.string else { return nil }
    if let form = SubjectForm(name: name) { return form }
    field.report(
      "there is no \"\(name)\" here",
      "write \(SubjectForm.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }
}
