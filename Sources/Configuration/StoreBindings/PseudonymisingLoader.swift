internal import JSONText
internal import RecordStores
internal import Transforms

/// Reads what pseudonymising does to a record set.
struct PseudonymisingLoader {
  let subject: String?
  let transforms: TransformLoader

  func read(_ field: Field) -> Pseudonymising? {
    let known = ["marker", "columns", "effect", "quasiIdentifiers", "k"]
    guard let fields = field.object(known) else { return nil }
    let marker = fields["marker"].flatMap(self.marker)
    var changes: [ColumnSpecification] = []
    for (column, field) in fields.required("columns")?.map ?? [] {
      if column == marker?.column {
        field.report("the marker column is transformed", "leave it out: the run sets it")
      }
      guard let transform = transforms.transform(field) else { continue }
      if transform.needsSubject, subject == nil {
        field.report(
          "\(transform.name) moves the dates of one person alike, and the record set names no subject",
          "add \"subject\" to the record set, or use {\"transform\": \"date\", \"to\": \"month\"}")
      }
      changes.append(ColumnSpecification(column: column, transform: transform))
    }
    if changes.isEmpty { field.report("no column is transformed", "name at least one under \"columns\"") }
    if fields["marker"] == nil {
      for change in changes where !change.transform.isRecognisable {
        fields["columns"]?.report(
          "without a marker a second run cannot see that \"\(change.column)\" is done (\(change.transform.name))",
          "add \"marker\", a column that is null until then, or use pseudonym, nir or null")
      }
    }
    let effect = fields["effect"].flatMap { $0.choice(PseudonymisingEffect.self) } ?? .pseudonymised
    let loader = AnonymityLoader(subject: subject, marker: marker, changes: changes)
    return Pseudonymising(
      marker: marker, changes: changes, anonymity: loader.anonymity(field, fields, effect: effect),
      effect: effect)
  }

  private func marker(_ field: Field) -> Marker? {
    guard let fields = field.object(["column", "as"]) else { return nil }
    let column = fields.required("column")?.string
    let content = fields.required("as").flatMap { $0.choice(Marker.Content.self) }
    guard let column, let content else { return nil }
    return Marker(column: column, content: content)
  }
}
