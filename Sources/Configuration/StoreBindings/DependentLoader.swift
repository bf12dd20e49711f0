internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import Words

/// Reads what goes with a record: the rows that refer to it, and the files.
struct DependentLoader {
  let schedule: Schedule
  /// Makes a path of the file absolute.
  let path: (Field) -> String?

  func dependents(_ field: Field?) -> [Dependent] { (field?.array ?? []).compactMap(dependent) }

  private func dependent(_ field: Field) -> Dependent? {
    guard
      let fields = field.object([
        "table", "references", "domain", "reason", "subject", "where", "compare", "otherwise", "dependents",
        "files", "onDelete",
      ])
    else { return nil }
    let losesReference = self.losesReference(fields)
    let table = fields.required("table")?.string
    let references = fields.required("references")?.map?.compactMap { column, field in
      field.string.map { Dependent.Reference(column: column, parentColumn: $0) }
    }
    let domain = self.domain(fields)
    let subject = SubjectLoader.subject(fields["subject"])
    let nested = dependents(fields["dependents"])
    let condition = RelatedEventLoader.condition(fields)
    if let field = fields["otherwise"], let word = field.string, word != "with-record" {
      field.report("there is no \"\(word)\" here", "write with-record, or remove it: rows stay then")
    }
    guard let table, let references, !references.isEmpty else {
      if references?.isEmpty ?? false {
        field.report("no reference", "write {\"its column\": \"the parent's column\"}")
      }
      return nil
    }
    var dependent = Dependent(
      table: table, references: references, domain: domain, subject: subject.column,
      subjectForm: subject.form, subjectParent: subject.parent, dependents: nested,
      files: files(fields["files"]))
    guard fields["where"] == nil || condition != nil else { return nil }
    dependent.condition = condition?.simplified ?? .always
    dependent.takesRest = fields["otherwise"] != nil
    dependent.losesReference = losesReference
    return dependent
  }

  /// Tells if rows stay and lose their reference. Such rows take nothing along.
  private func losesReference(_ fields: ObjectFields) -> Bool {
    guard let field = fields["onDelete"], let word = field.string else { return false }
    guard word == "set-null" else {
      field.report(
        "there is no \"\(word)\" here",
        "write set-null, so that rows stay and lose their reference, or remove it: what else becomes of them is said by their record set, or they go"
      )
      return false
    }
    for name in ["otherwise", "dependents", "files"] {
      fields[name]?.report(
        "\"\(name)\" says what goes with rows, and these stay and lose their reference",
        name == "files" ? "remove it" : "remove it, or \"onDelete\"")
    }
    return true
  }

  /// Tells if one is missing is for `DependentDomains` to say, which knows the record sets.
  private func domain(_ fields: ObjectFields) -> DependentDomain? {
    guard let field = fields["domain"] else {
      fields["reason"]?.report("a reason, and no domain", "add \"domain\": \"none\", or remove it")
      return nil
    }
    guard let word = field.string else { return nil }
    let name = DomainID(word)
    guard word == "none", schedule.domain(name) == nil else {
      if schedule.domain(name) == nil {
        let known = schedule.domains.map(\.id).joined(separator: ", ")
        field.report("the schedule has no domain \"\(name)\"", "it has \(known); \"none\" needs a reason")
      }
      fields["reason"]?.report("a reason, and a domain whose rules say why", "remove it")
      return .named(name)
    }
    guard let reason = fields["reason"] else {
      field.report(
        "rows that no domain's periods are for, and no reason", "add \"reason\": why none applies to them")
      return DependentDomain.none(reason: "")
    }
    let text = reason.string ?? ""
    if text.allSatisfy(\.isWhitespace) {
      reason.report("no reason", "say why no domain's periods apply to the rows")
    }
    return DependentDomain.none(reason: text)
  }

  func files(_ field: Field?) -> [OwnedFiles] { (field?.array ?? []).compactMap(files) }

  private func files(_ field: Field) -> OwnedFiles? {
    guard let fields = field.object(["column", "root", "whenPseudonymised"]) else { return nil }
    let column = fields.required("column")?.string
    let root = fields.required("root").flatMap { field -> String? in
      let root = path(field)
      if root == "/" { field.report("the root of all files", "name the folder that these files lie below") }
      return root
    }
    var goes = false
    if let field = fields["whenPseudonymised"], let word = field.string {
      goes = word == "delete"
      if !["delete", "keep"].contains(word) {
        field.report("there is no \"\(word)\" here", "write delete or keep")
      }
    }
    guard let column, let root else { return nil }
    return OwnedFiles(column: column, root: root, goWhenPseudonymised: goes)
  }
}
