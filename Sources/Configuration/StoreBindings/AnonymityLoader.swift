internal import JSONText
internal import RecordStores
internal import Transforms

/// Reads what anonymised rows must be to each other, and refuses what would lead back to a person.
struct AnonymityLoader {
  let subject: String?
  let marker: Marker?
  let changes: [ColumnSpecification]

  func anonymity(_ field: Field, _ fields: ObjectFields, effect: PseudonymisingEffect) -> Anonymity? {
    if effect == .minimised { for change in changes { check(change, fields, is: "leaves a person in it") } }
    guard effect == .anonymised else {
      for name in ["quasiIdentifiers", "k"] {
        fields[name]?.report("it has no use without \"effect\": \"anonymised\"", "add that, or remove it")
      }
      return nil
    }
    if marker == nil {
      field.report(
        "rows that are anonymised are counted, and nothing says which they are",
        "add \"marker\", a column that is null until then")
    }
    for change in changes { check(change, fields, is: "makes nothing anonymous") }
    if let subject, !changes.contains(where: { $0.column == subject }) {
      fields["columns"]?.report(
        "the subject's identifier in \"\(subject)\" would stay",
        "add \"\(subject)\": {\"transform\": \"null\"}")
    }
    let k = fields["k"].flatMap { field -> Int? in
      guard let number = field.integer else { return nil }
      if number < 2 { field.report("classes of \(number)", "write 2 or more") }
      field.check(number, atMost: Bounds.classRows)
      return max(2, number)
    }
    guard let quasiIdentifiers = fields.required("quasiIdentifiers").flatMap(self.quasiIdentifiers) else {
      return nil
    }
    return Anonymity(quasiIdentifiers: quasiIdentifiers, k: k ?? 10)
  }

  private func check(_ change: ColumnSpecification, _ fields: ObjectFields, is fault: String) {
    guard let reason = change.transform.linkability else { return }
    fields["columns"]?.peek(change.column)?.report(
      "\(change.transform.name) \(fault): \(reason)",
      "use null, constant, date, age-band, department, bucket, hierarchy or surrogate, or \"effect\": \"pseudonymised\""
    )
  }

  private func quasiIdentifiers(_ field: Field) -> [String]? {
    let parts = field.array ?? []
    let names = parts.compactMap(\.string)
    if names.isEmpty || Set(names).count != names.count {
      field.report("no column, or one twice", "name each column by which somebody could be found once")
    }
    for (part, name) in zip(parts, names) {
      if name == marker?.column {
        part.report("the marker is no quasi-identifier", "remove it: it is the same for all of a run")
      }
      if case .surrogate? = changes.first(where: { $0.column == name })?.transform {
        part.report("a surrogate is another in each row", "remove it: nobody can be found by it")
      }
    }
    return names.isEmpty ? nil : names
  }
}
