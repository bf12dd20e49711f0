internal import JSONText
internal import RecordStores
internal import Words

/// Looks at dependents whose rows stay and lose their reference: what the file alone says against it. Whether a column may be null says the catalogue.
struct LostReferences {
  let recordSets: [BoundRecordSet]
  let fields: [(name: String, field: Field)]

  /// One dependent, and where it stands in the file.
  private struct Place {
    let dependent: Dependent
    /// The tables from the record to what it refers to.
    let path: [String]
    let field: Field

    /// Where the file says that its rows lose their reference.
    var word: Field { field.peek("onDelete") ?? field }
    var parent: String { path.last?.lowercased() ?? "" }
  }

  func run() {
    for (bound, (_, field)) in zip(recordSets, fields) {
      let places = self.places(bound.recordSet.dependents, path: [bound.recordSet.table], field)
      for place in places where place.dependent.losesReference { check(place, among: places) }
    }
  }

  private func places(_ dependents: [Dependent], path: [String], _ field: Field) -> [Place] {
    let list = field.peek("dependents")
    let fields = list?.array ?? []
    var next = 0
    return dependents.flatMap { dependent -> [Place] in
      // What goes with a record since no rule applies to it has its dependents in another place of the file.
      var place = list ?? field
      if !dependent.isRest, fields.indices.contains(next) {
        place = fields[next]
        next += 1
      }
      return [Place(dependent: dependent, path: path, field: place)]
        + places(dependent.dependents, path: path + [dependent.table], place)
    }
  }

  private func check(_ place: Place, among all: [Place]) {
    let own = place.dependent
    // Those that go would have to be told from those that stay.
    if place.path.contains(where: own.refersToItself) {
      place.word.report(
        "rows of \(own.table) refer to others of \(own.table) here, and all that hang together go in one batch",
        "remove it")
    }
    if !own.recordsOf.isEmpty, let subject = place.field.peek("subject") {
      subject.report(
        "\(own.table) belongs to record set \(own.recordsOf[0]), and has a subject here",
        "name it under \(own.recordsOf[0])")
    }
    for other in all where !other.dependent.losesReference {
      guard own.refersToItself(in: other.dependent.table) else { continue }
      let isSame =
        other.parent == place.parent && Set(other.dependent.references) == Set(own.references)
      if isSame, own.condition == .always || other.dependent.condition == .always {
        place.word.report(
          "the same rows of \(own.table) are declared once more, without \"onDelete\"", "declare them once")
      } else if other.dependent.goes, other.path.count > 1 || place.path.count > 1 {
        place.word.report(
          "rows of \(own.table) go with the record as well, by another reference, and one that does both would be told in two ways",
          "remove it, so that they go here, too; or name both under the record itself")
      }
    }
  }
}
