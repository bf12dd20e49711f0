internal import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import Transforms
internal import Words

/// Compares one record set with its domain: whatever a rule needs must be bound.
struct BindingCheck {
  let bound: BoundRecordSet
  let domain: Domain
  let field: Field
  let fields: ObjectFields

  func run() {
    facts()
    events()
    stages()
    columns()
  }

  /// The rules that can apply to some row.
  private var rules: [Rule] {
    domain.rules.filter { rule in
      rule.when.allSatisfy { fact, values in
        guard let binding = bound.facts[fact] else { return true }
        return values.contains { binding.predicate(for: $0).simplified != .never }
      }
    }
  }

  private func facts() {
    let used = Set(domain.rules.flatMap(\.when.keys))
    // A fact may stay unbound if only rules use it that another fact excludes.
    for fact in Set(rules.flatMap(\.when.keys)).intersection(used).sorted() where bound.facts[fact] == nil {
      (fields["conditions"] ?? field).report(
        "rules of domain \(domain.id) ask for the fact \"\(fact)\"",
        "add it under \"conditions\": a column, or {\"always\": one of \((domain.facts[fact] ?? []).joined(separator: ", "))}"
      )
    }
    if rules.isEmpty { field.report("no rule of domain \(domain.id) can apply", "correct \"conditions\"") }
  }

  private func events() {
    // What a rule without a period needs may be bound later: `check` says what its stages wait for.
    let needed = Set(rules.filter { !$0.isUnset }.flatMap { $0.trigger?.events ?? [] })
    for event in needed.sorted() where bound.events[event] == nil {
      (fields["events"] ?? field).report(
        "rules of domain \(domain.id) count from the event \"\(event)\"",
        "add \"\(event)\": {\"column\": …, \"as\": \"date\"} under \"events\"")
    }
    for (name, field) in fields["events"]?.map ?? []
    where !domain.rules.contains(where: { $0.trigger?.events.contains(name) ?? false }) {
      field.report(
        "domain \(domain.id) has no event \"\(name)\"",
        "it has \(domain.events.keys.sorted().joined(separator: ", "))")
    }
    let ignorable = Set(domain.rules.flatMap { $0.trigger?.eventsOfLatest ?? [] })
    for (name, field) in fields["events"]?.map ?? [] where !ignorable.contains(name) {
      field.peek("neverWas")?.report(
        "no rule of domain \(domain.id) has \"\(name)\" in a latestOf, where alone it matters that an event never was",
        "remove it: an earliestOf passes over what is missing, and a single event without a date keeps its record"
      )
    }
    let dates = Set(bound.recordSet.key).union(bound.events.values.flatMap(\.ownDates).map(\.column))
    for (name, event) in bound.events.sorted(by: { $0.key < $1.key }) {
      let own = event.ownDates.map(\.column)
      guard let column = event.neverWas.columns.subtracting(own).intersection(dates).min() else { continue }
      fields["events"]?.peek(name)?.peek("neverWas")?.report(
        "\"\(column)\" is another event's date or of the key, which says nothing of whether \"\(name)\" was",
        "ask for a column that says of a row whether the event was")
    }
    for rule in rules {
      guard case .period(let period) = rule.period, period.isElapsed else { continue }
      for event in rule.trigger?.events ?? [] {
        guard bound.events[event]?.dates.allSatisfy(\.hasTimeOfDay) == false else { continue }
        fields["events"]?.report(
          "rule \(rule.id) counts \(period) from \"\(event)\", and its column has no time of day",
          "bind a column with a time: timestamp, epoch-seconds or epoch-milliseconds")
      }
    }
  }

  private func stages() {
    let actions = Set(rules.filter { !$0.isUnset }.flatMap { $0.stages.map(\.action) })
    let declared = rules.reduce(into: Set<StageAction>()) { $0.formUnion($1.declaredActions) }
    if actions.contains(.pseudonymise), bound.recordSet.documents != nil {
      field.report(
        "the rules pseudonymise, and a document is archived or deleted and never changed",
        "bind it to a domain whose rules do not, or say by \"conditions\" that those which do are of others")
    } else if actions.contains(.pseudonymise), bound.changes.isEmpty, fields["pseudonymise"] == nil {
      field.report("the rules pseudonymise, and nothing says how", "add \"pseudonymise\" with its columns")
    }
    if actions.contains(.pseudonymise) { files() }
    remainder()
    if actions.contains(.archive), !bound.isArchive {
      if bound.archive == nil {
        field.report("the rules archive, and nothing says where", "add \"archive\": {\"to\": a record set}")
      }
    } else if let archive = fields["archive"], bound.isArchive || !declared.contains(.archive) {
      archive.report(
        bound.isArchive
          ? "an archive that archives" : "no rule of domain \(domain.id) archives these records", "remove it")
    }
  }

  /// What is kept for good may lead to nobody, and a pseudonym does, whose key is kept. It is kept by one rule alone: what another one deletes is not kept.
  private func remainder() {
    for rule in rules where rule.remainder != nil {
      let other = rules.first { $0.id != rule.id && !$0.isUnset && !bound.tellsApart(rule, $0) }
      guard let other else { continue }
      (fields["conditions"] ?? field).report(
        "rule \(rule.id) keeps something for good, and rule \(other.id) can apply to the same record",
        "let them ask one fact for different words, or make one rule of both that pseudonymises first and deletes at its period"
      )
    }
    if bound.effect == .minimised, let subject = bound.recordSet.subject,
      rules.contains(where: { $0.remainder != nil }), !bound.changes.contains(where: { $0.column == subject })
    {
      fields["pseudonymise"]?.peek("columns")?.report(
        "the subject's identifier in \"\(subject)\" would stay for good",
        "add \"\(subject)\": {\"transform\": \"null\"}")
    }
    guard !bound.changes.isEmpty, bound.effect == .pseudonymised,
      let rule = rules.first(where: { $0.remainder != nil && $0.declaredActions.contains(.pseudonymise) })
    else { return }
    (fields["pseudonymise"]?.peek("effect") ?? fields["pseudonymise"])?.report(
      "rule \(rule.id) keeps what remains, and of rows that are pseudonymised somebody can still tell whom they are about",
      "write \"effect\": \"anonymised\", or \"minimised\" if the named columns alone are about a person")
  }

  /// What a scan shows, a pseudonym does not hide: somebody has to decide.
  private func files() {
    for field in fields["files"]?.array ?? [] {
      guard let choice = field.peek("whenPseudonymised") else {
        field.report(
          "the rules pseudonymise, and nothing says what becomes of the files",
          "add \"whenPseudonymised\": \"delete\" or \"keep\"")
        continue
      }
      guard case .string("delete") = choice.node.content,
        case .string(let column)? = field.peek("column")?.node.content,
        !bound.changes.contains(where: { $0.column == column })
      else { continue }
      choice.report(
        "the files go, and \"\(column)\" goes on naming them",
        "transform the column under \"pseudonymise\", for instance by null")
    }
  }

  private func columns() {
    var read = Set(bound.recordSet.key).union(bound.events.values.flatMap(\.ownColumns))
    for binding in bound.facts.values { read.formUnion(binding.columns) }
    // The marker is null until a row is done: what has a value before would hide its row from every run.
    let known = read.union(bound.recordSet.subject.map { [$0] } ?? []).union(
      bound.recordSet.files.map(\.column))
    if let marker = bound.recordSet.marker, known.contains(marker.column) {
      fields["pseudonymise"]?.peek("marker")?.report(
        "the marker \"\(marker.column)\" has another use: the key, the subject, an event, a condition or a file is in it",
        "add a column for the marker alone, null until its row is pseudonymised")
    }
    for (column, field) in fields["pseudonymise"]?.peek("columns")?.map ?? []
    where read.contains(column) {
      field.report(
        "\"\(column)\" is transformed, and rules or the key read it",
        "leave it as it is, or bind another column")
    }
  }
}
