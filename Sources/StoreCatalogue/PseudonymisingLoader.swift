internal import JSONText
internal import Pseudonyms
internal import RecordStores
internal import RetentionPolicy

/// Reads what pseudonymising does to a record set.
struct PseudonymisingLoader {
  let domain: Domain?

  func read(_ field: Field) -> (marker: Marker?, changes: [ColumnSpecification])? {
    guard let fields = field.object(["marker", "columns"]) else { return nil }
    let marker = fields["marker"].flatMap(self.marker)
    var changes: [ColumnSpecification] = []
    for (column, field) in fields.required("columns")?.map ?? [] {
      if column == marker?.column {
        field.report("the marker column is transformed", "leave it out: the run sets it")
      }
      if let transform = transform(field) {
        changes.append(ColumnSpecification(column: column, transform: transform))
      }
    }
    if changes.isEmpty { field.report("no column is transformed", "name at least one under \"columns\"") }
    if fields["marker"] == nil {
      for change in changes where !change.transform.isRecognisable {
        fields["columns"]?.report(
          "without a marker a second run cannot see that \"\(change.column)\" is done (\(change.transform.name))",
          "add \"marker\", a column that is null until then, or use pseudonym, nir or null")
      }
    }
    return (marker, changes)
  }

  private func marker(_ field: Field) -> Marker? {
    guard let fields = field.object(["column", "as"]) else { return nil }
    let column = fields.required("column")?.string
    let content = fields.required("as").flatMap { choice($0, Marker.Content.self) }
    guard let column, let content else { return nil }
    return Marker(column: column, content: content)
  }

  private func choice<Choice: CaseIterable & RawRepresentable>(_ field: Field, _ type: Choice.Type) -> Choice?
  where Choice.RawValue == String {
    guard let name = field.string else { return nil }
    if let choice = Choice(rawValue: name) { return choice }
    field.report(
      "there is no \"\(name)\" here", "write \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  private func count(_ field: Field) -> Int? {
    guard let number = field.integer else { return nil }
    if number < 0 { field.report("\(number) characters", "write 0 or more") }
    return max(0, number)
  }

  private static let parameters: [String: [String]] = [
    "pseudonym": ["normalise"], "null": [], "constant": ["value"],
    "mask": ["character", "keepFirst", "keepLast"],
    "date": ["to"], "department": [], "bucket": ["width"], "nir": [],
  ]

  private func transform(_ field: Field) -> TransformSpecification? {
    guard let all = field.object(["transform"] + Self.parameters.values.flatMap(\.self).sorted()),
      let nameField = all.required("transform"), let name = nameField.string
    else { return nil }
    guard let parameters = Self.parameters[name] else {
      nameField.report(
        "there is no transform \"\(name)\"", "write \(Self.parameters.keys.sorted().joined(separator: ", "))")
      return nil
    }
    // Parameters of another transform are as wrong as unknown ones.
    guard let fields = field.object(["transform"] + parameters) else { return nil }
    switch name {
    case "pseudonym":
      return .pseudonym(fields["normalise"].flatMap { choice($0, Normaliser.self) } ?? .text)
    case "null": return .null
    case "constant":
      return fields.required("value").flatMap(PredicateLoader.value).map(TransformSpecification.constant)
    case "mask":
      let character = fields["character"].flatMap { field -> Character? in
        guard let text = field.string else { return nil }
        if text.count != 1 { field.report("\"\(text)\" is not one character", "write one, such as *") }
        return text.first
      }
      return .mask(
        character: character ?? "*", keepFirst: fields["keepFirst"].flatMap(count) ?? 0,
        keepLast: fields["keepLast"].flatMap(count) ?? 0)
    case "date":
      return fields.required("to").flatMap { choice($0, TransformSpecification.DateGrain.self) }.map {
        .generalisedDate($0)
      }
    case "department": return .department
    case "bucket":
      guard let width = fields.required("width"), let number = width.integer else { return nil }
      if number < 1 { width.report("a width of \(number)", "write 1 or more") }
      return .bucket(width: Int64(max(1, number)))
    default: return .nir
    }
  }
}
