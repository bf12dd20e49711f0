internal import CivilTime
internal import Identifiers
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import Transforms
internal import Words

/// Reads one record set, against the domain that it is bound to.
struct RecordSetLoader {
  let schedule: Schedule
  let storeNames: [StoreName]
  /// The names of the stores that have documents and no tables.
  let documentStores: Set<StoreName>
  let isArchive: Bool
  /// What the file says of first runs for all its record sets.
  let firstRunRows: Int?
  /// Makes a path of the file absolute.
  let path: (Field) -> String?
  let companions: CompanionFiles

  func recordSet(_ name: RecordSetName, _ field: Field) -> BoundRecordSet? {
    let known = [
      "store", "table", "folder", "domain", "key", "subject", "events", "conditions", "pseudonymise",
      "archive",
      "dependents", "files", "documents", "guard", "warnAt", "firstRun", "batch", "partitions",
    ]
    guard let fields = field.object(known) else { return nil }
    let store = fields.required("store").flatMap { field -> StoreName? in
      guard let store = field.string.map(StoreName.init) else { return nil }
      if !storeNames.contains(store) {
        field.report(
          "there is no store \"\(store)\"", "stores has \(storeNames.map(\.rawValue).joined(separator: ", "))"
        )
      }
      return store
    }
    let place = store.flatMap { self.place(fields, store: $0) }
    let subject = SubjectLoader.subject(fields["subject"])
    let domain = fields.required("domain").flatMap(self.domain)
    let events = EventLoader().events(fields["events"])
    let pseudonymising = fields["pseudonymise"].flatMap {
      pseudonymisingLoader(subject: subject.column).read($0)
    }
    let dependents = dependentLoader.dependents(fields["dependents"])
    let archive = fields["archive"]?.object(["to"])?.required("to")?.string.map(RecordSetName.init)
    let facts = domain.map { self.facts(fields["conditions"], of: $0) } ?? [:]
    let limits = self.limits(fields["guard"])
    let warningShares = self.warningShares(fields["warnAt"])
    let batch = self.batch(fields["batch"])
    guard let store, var place, let domain else { return nil }
    if place.documents != nil { refuseRelated(events, facts, fields) }
    place.documents?.events = Set(events.values.flatMap(\.ownDates)).sorted { $0.column < $1.column }
    place.documents?.factColumns = Set(
      facts.values.flatMap(\.columns) + events.values.flatMap(\.neverWas.columns))
    let bound = BoundRecordSet(
      recordSet: RecordSet(
        name: name, store: store, table: place.table, domain: domain.id, key: place.key,
        subject: subject.column, subjectForm: subject.form, subjectParent: subject.parent,
        marker: pseudonymising?.marker, dependents: dependents,
        files: dependentLoader.files(fields["files"]), documents: place.documents,
        dropsPartitions: fields["partitions"].map(dropsPartitions) ?? false
      ).with(related: events.sorted { $0.key < $1.key }.compactMap(\.value.related))
        .with(parents: Self.parents(facts)),
      domain: domain.id, events: events, facts: facts, changes: pseudonymising?.changes ?? [],
      anonymity: pseudonymising?.anonymity, effect: pseudonymising?.effect ?? .pseudonymised,
      archive: archive,
      isArchive: isArchive, limits: limits, warningShares: warningShares, batch: batch,
      firstRunRows: FirstRunLoader.rows(fields["firstRun"], otherwise: firstRunRows))
    BindingCheck(bound: bound, domain: domain, field: field, fields: fields).run()
    return bound
  }

  /// Each row that a record refers to once, with all its columns that tell a fact.
  private static func parents(_ facts: [String: FactBinding]) -> [ParentColumns] {
    var parents: [ParentColumns] = []
    for parent in facts.sorted(by: { $0.key < $1.key }).compactMap(\.value.parent) {
      if let place = parents.firstIndex(where: { $0.rows == parent.rows }) {
        parents[place] = ParentColumns(
          rows: parent.rows, columns: parents[place].columns.union(parent.columns))
      } else {
        parents.append(parent)
      }
    }
    return parents
  }

  private func refuseRelated(
    _ events: [String: BoundEvent], _ facts: [String: FactBinding], _ fields: ObjectFields
  ) {
    for (name, binding) in facts where binding.parent != nil {
      fields["conditions"]?.peek(name)?.report(
        "a fact in another table, and the store has documents and no tables",
        "name what tells it in the document's name")
    }
    for (name, event) in events where event.related != nil {
      fields["events"]?.peek(name)?.report(
        "a date in another table, and the store has documents and no tables",
        "name what has it in the document's name")
    }
  }

  /// Where the records lie: a table with its key, or a folder of documents.
  private func place(_ fields: ObjectFields, store: StoreName) -> (
    table: String, key: [String], documents: DocumentNaming?
  )? {
    if documentStores.contains(store) {
      return DocumentLoader(fields: fields).read().map { ($0.folder, DocumentLoader.key, $0.naming) }
    }
    for name in ["folder", "documents"] {
      fields[name]?.report("the store has tables and no documents", "remove it")
    }
    let table = fields.required("table")?.string
    let key = fields.required("key").flatMap(columns)
    guard let table, let key else { return nil }
    return (table, key, nil)
  }

  private func pseudonymisingLoader(subject: String?) -> PseudonymisingLoader {
    PseudonymisingLoader(
      subject: subject, transforms: TransformLoader(path: path, companions: companions))
  }

  private var dependentLoader: DependentLoader { DependentLoader(schedule: schedule, path: path) }

  private func domain(_ field: Field) -> Domain? {
    guard let name = field.string.map(DomainID.init) else { return nil }
    if let domain = schedule.domain(name) { return domain }
    let known = schedule.domains.map(\.id).joined(separator: ", ")
    field.report("the schedule has no domain \"\(name)\"", "it has \(known)")
    return nil
  }

  /// The columns of a key; none of them says that the table has no key.
  private func columns(_ field: Field) -> [String]? {
    guard let names = field.array?.compactMap(\.string) else { return nil }
    if Set(names).count != names.count {
      field.report("a column twice", "name each column of the key once; [] says that the table has none")
    }
    return names
  }

  // MARK: Conditions

  private func facts(_ field: Field?, of domain: Domain) -> [String: FactBinding] {
    var facts: [String: FactBinding] = [:]
    for (fact, field) in field?.map ?? [] {
      guard let vocabulary = domain.facts[fact] else {
        field.report(
          "domain \(domain.id) has no fact \"\(fact)\"",
          domain.facts.isEmpty ? "remove it" : "it has \(domain.facts.keys.sorted().joined(separator: ", "))")
        continue
      }
      facts[fact] = FactLoader(vocabulary: vocabulary).binding(field)
    }
    return facts
  }

  static func textEquality(_ field: Field) -> Predicate.TextEquality {
    guard let word = field.string else { return .bytes }
    if !["bytes", "as-the-column"].contains(word) {
      field.report("there is no \"\(word)\" here", "write bytes or as-the-column")
    }
    return word == "as-the-column" ? .asTheColumn : .bytes
  }

  // MARK: Bounds

  private func dropsPartitions(_ field: Field) -> Bool {
    guard let word = field.string else { return false }
    if !["drop", "rows"].contains(word) {
      field.report("there is no \"\(word)\" here", "write drop or rows")
    }
    return word == "drop"
  }

  private func limits(_ field: Field?) -> VolumeLimits {
    guard let fields = field?.object(["maximumRows", "maximumShare", "maximumFailures"]) else {
      return VolumeLimits(
        maximumRows: nil, maximumShare: nil, maximumFailures: VolumeLimits.standardFailures)
    }
    let rows = fields["maximumRows"].flatMap { positive($0, atMost: Bounds.count) }
    let failures = fields["maximumFailures"].flatMap { positive($0, atMost: Bounds.count) }
    return VolumeLimits(
      maximumRows: rows, maximumShare: fields["maximumShare"].flatMap(share),
      maximumFailures: failures ?? VolumeLimits.standardFailures)
  }

  private func warningShares(_ field: Field?) -> WarningShares {
    var shares = WarningShares()
    guard let fields = field?.object(UnjudgedReason.allCases.map(\.rawValue)) else { return shares }
    for reason in UnjudgedReason.allCases {
      if let share = fields[reason.rawValue].flatMap(share) { shares[reason] = share }
    }
    return shares
  }

  private func share(_ field: Field) -> Double? {
    guard let share = field.double else { return nil }
    if !(0...1).contains(share) { field.report("a share of \(share)", "write a number from 0 to 1") }
    return share
  }

  private func batch(_ field: Field?) -> BatchLimit {
    var limit = BatchLimit()
    limit.growsTo = Bounds.pacedRows
    guard let fields = field?.object(["rows", "bytes", "seconds"]) else { return limit }
    if fields["rows"] != nil { limit.growsTo = nil }
    limit.rows = fields["rows"].flatMap { positive($0, atMost: Bounds.batchRows) } ?? limit.rows
    limit.bytes = fields["bytes"].flatMap { positive($0, atMost: Bounds.batchBytes) } ?? limit.bytes
    if let field = fields["seconds"], let seconds = field.double {
      if seconds <= 0 { field.report("no time", "write seconds, more than 0") }
      if seconds > Bounds.batchSeconds {
        field.report("more than a day for a batch", "write \(Int(Bounds.batchSeconds)) or less")
      }
      limit.seconds = seconds
    }
    return limit
  }

  private func positive(_ field: Field, atMost most: Int) -> Int? {
    guard let number = field.integer else { return nil }
    field.check(number, atMost: most)
    if number < 1 { field.report("less than 1", "write 1 or more") }
    return max(1, number)
  }
}
