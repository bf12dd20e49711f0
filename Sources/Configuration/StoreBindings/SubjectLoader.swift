internal import Identifiers
internal import JSONText
internal import Words

/// Reads which column has the identifier of the person whom a row is about, and what kind of identifier it is.
enum SubjectLoader {
  /// Where the identifier is: in a column of the row, or in the record that the row refers to.
  struct Subject {
    var column: String?
    var form = SubjectForm.text
    /// The record set of that record.
    var parent: RecordSetName?
  }

  /// A column by its name alone has texts.
  static func subject(_ field: Field?) -> Subject {
    guard let field else { return Subject() }
    guard case .object = field.node.content else { return Subject(column: field.string) }
    guard let fields = field.object(["column", "form", "parent"]) else { return Subject() }
    if let parent = fields["parent"] {
      for name in ["column", "form"] {
        fields[name]?.report(
          "the record that the row refers to says whom it is about", "remove it, or \"parent\"")
      }
      return Subject(parent: parent.string.map(RecordSetName.init))
    }
    guard let column = fields.required("column")?.string else { return Subject() }
    return Subject(column: column, form: fields["form"].flatMap(form) ?? .text)
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
